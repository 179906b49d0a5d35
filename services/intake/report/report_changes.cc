#include "services/intake/report/report_changes.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "services/intake/attachment/attachment_name.h"
#include "services/intake/content/content.h"
#include "services/intake/content/content_fields.h"
#include "services/intake/report/report_id.h"
#include "services/intake/report/report_view.h"
#include "services/lib/catalog/limits.h"
#include "services/lib/request/fields.h"
#include "services/lib/request/request_digest.h"
#include "services/lib/request/time.h"
#include "services/lib/rpc/form_check.h"
#include "workflow/base/report_id.h"
#include "workflow/error/errors.h"
#include "workflow/machine/states.h"

namespace gongkai::intake {
namespace {

namespace wf = workflow::v1;
using request::FieldCheck;
using request::Presence;

template <class Request>
wf::Command Action(wf::Action action, const std::string& report, const rpc::Call& call,
                   const Request& request) {
  wf::Command apply;
  apply.set_name(report);
  apply.set_action(action);
  apply.set_request_id(request.request_id());
  apply.set_request_sha256(request::RequestDigest(call.method, request));
  return apply;
}

template <class Request>
Change ChangeOf(const std::string& report, const std::string& etag, const rpc::Call& call,
                const Request& request) {
  return {.report = report,
          .etag = etag,
          .request_id = request.request_id(),
          .request_sha256 = request::RequestDigest(call.method, request)};
}

Status Answer(Result<v1::Report> report, v1::Report& response) {
  if (!report) return std::move(report).error();
  response = *std::move(report);
  return {};
}

}  // namespace

Status ReportChanges::Create(const rpc::Call& call, const v1::CreateReportRequest& request,
                             v1::Report& response) {
  Status ok = FieldCheck(request)
                  .ReportId("report_id", request.report_id(), Presence::kOptional)
                  .RequestId(request.request_id())
                  .Done();
  if (!ok) return ok;
  Result<v1::Content> fresh = NewContent(request.report(), call.caller.department);
  if (!fresh) return std::move(fresh).error();
  const base::ReportId id = request.report_id().empty()
                                ? NewReportId(call.caller.id, request.request_id())
                                : base::ReportId(request.report_id());
  wf::Command create = Action(wf::CREATE, id.Name(), call, request);
  create.set_corrects(request.report().corrects());
  const std::string& body = request.report().body();
  if (request.validate_only()) {
    return Answer(drafts_.CheckCreate(call, std::move(create), *std::move(fresh), body), response);
  }
  return Answer(drafts_.Create(call, std::move(create), *std::move(fresh), body), response);
}

Status ReportChanges::Update(const rpc::Call& call, const v1::UpdateReportRequest& request,
                             v1::Report& response) {
  const v1::Report& report = request.report();
  Status ok = FieldCheck(request)
                  .Name("report.name", report.name())
                  .Line("report.etag", report.etag(), limits::kEtag)
                  .RequestId(request.request_id())
                  .Done();
  if (!ok) return ok;
  const auto merge = [&](v1::Content& content) {
    return Merge(report, request.update_mask(), content);
  };
  // A request that is wrong whatever the state is no attempt.
  v1::Content scratch;
  if (Status valid = merge(scratch); !valid) return valid;
  return Answer(ApplyOrCheck(call, ChangeOf(report.name(), report.etag(), call, request),
                             {.change = merge, .body = report.body()}, request.validate_only()),
                response);
}

Status ReportChanges::Submit(const rpc::Call& call, const v1::SubmitReportRequest& request,
                             v1::Report& response) {
  Status ok = FieldCheck(request)
                  .Name("name", request.name())
                  .Line("etag", request.etag(), limits::kEtag)
                  .RequestId(request.request_id())
                  .Done();
  if (!ok) return ok;
  wf::Command submit = Action(wf::SUBMIT, request.name(), call, request);
  submit.set_etag(request.etag());
  const bool dry = request.validate_only();
  const Result<rpc::Standing> allowed =
      dry ? workflow_.Check(call, submit, /*whole=*/false) : workflow_.Admit(call, submit);
  if (!allowed) return allowed.error();
  if (allowed->replayed) {
    response = ShowChanged(contents_, allowed->record);
    return {};
  }
  const std::string& sha256 = allowed->record.content_sha256();
  const Result<v1::Content> content = ReadContent(contents_, sha256);
  const auto refuse = [&](Error why) -> Status {
    // What is destroyed is no rule that refuses the caller.
    const bool recorded = !dry && why.reason != Reason::kContentPurged;
    return recorded ? workflow_.Refuse(call, submit, std::move(why)) : std::move(why);
  };
  if (!content) return refuse(content.error());
  const Result<std::string> body = ReadBody(contents_, *content);
  if (!body) return refuse(body.error());
  const auto findings = rpc::CheckForm(*content, *body, allowed->record, request::Now());
  if (std::vector<FieldViolation> errors = rpc::ErrorsOf(findings); !errors.empty()) {
    return refuse(errors::ContentIncomplete(request.name(), std::move(errors)));
  }
  const std::optional<base::Digest> digest = base::Digest::FromHex(sha256);
  Result<ReportFindings> leaks = leaks_.Check(call, allowed->record, *content, *digest);
  if (!leaks) {
    const bool corrupt = leaks.error().reason == Reason::kContentCorrupt;
    return corrupt ? refuse(std::move(leaks).error()) : std::move(leaks).error();
  }
  if (leaks->list.has_more) return refuse(TooManyFindings(request.name()));
  // The check speaks of the verdicts that the report has now.
  if (!leaks->check.carried().empty() && submit.etag().empty()) {
    submit.set_etag(allowed->record.etag());
  }
  *submit.mutable_submit()->mutable_leak_check() = std::move(leaks->check);
  // What was checked here it must still be.
  submit.set_content_sha256(sha256);
  for (const form::Finding& warning : findings) {
    submit.mutable_submit()->add_warnings(std::string(warning.rule->id));
  }
  submit.mutable_submit()->set_disclosure(content->disclosure().attribute());
  if (content->has_formed_date()) {
    *submit.mutable_submit()->mutable_formed_date() = content->formed_date();
  }
  if (content->has_planned_publish_time()) {
    *submit.mutable_submit()->mutable_planned_publish_time() = content->planned_publish_time();
  }
  return Apply(call, submit, dry, response);
}

Status ReportChanges::Withdraw(const rpc::Call& call, const v1::WithdrawReportRequest& request,
                               v1::Report& response) {
  Status ok = FieldCheck(request)
                  .Name("name", request.name())
                  .Text("reason", request.reason(), limits::kComment)
                  .Line("etag", request.etag(), limits::kEtag)
                  .RequestId(request.request_id())
                  .Done();
  if (!ok) return ok;
  wf::Command withdraw = Action(wf::WITHDRAW, request.name(), call, request);
  withdraw.set_etag(request.etag());
  withdraw.set_comment(request.reason());
  return Apply(call, withdraw, request.validate_only(), response);
}

Status ReportChanges::DeleteAttachment(const rpc::Call& call,
                                       const v1::DeleteAttachmentRequest& request,
                                       v1::Report& response) {
  const std::optional<AttachmentName> name = ParseAttachmentName(request.name());
  Status ok = FieldCheck(request)
                  .Require(name.has_value(), "name", kAttachmentNameRule)
                  .Line("etag", request.etag(), limits::kEtag)
                  .RequestId(request.request_id())
                  .Done();
  if (!ok) return ok;
  const auto remove = [&](v1::Content& content) -> Status {
    auto& attachments = *content.mutable_attachments();
    const auto found = std::ranges::find(attachments, name->file_name, &v1::Attachment::file_name);
    if (found == attachments.end()) return errors::AttachmentNotFound(request.name());
    attachments.erase(found);
    return {};
  };
  return Answer(ApplyOrCheck(call, ChangeOf(name->report.Name(), request.etag(), call, request),
                             {.change = remove}, request.validate_only()),
                response);
}

Result<v1::Report> ReportChanges::ApplyOrCheck(const rpc::Call& call, const Change& change,
                                               const Edit& edit, bool validate_only) {
  return validate_only ? drafts_.Check(call, change, edit) : drafts_.Apply(call, change, edit);
}

Status ReportChanges::Apply(const rpc::Call& call, const wf::Command& command, bool validate_only,
                            v1::Report& response) {
  const Result<rpc::Standing> applied = workflow_.Apply(call, command, validate_only);
  if (!applied) return applied.error();
  response = ShowChanged(contents_, applied->record);
  return {};
}

}  // namespace gongkai::intake
