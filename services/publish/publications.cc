#include "services/publish/publications.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/publish/content_digest.h"
#include "services/publish/messages.h"
#include "services/server/fields.h"
#include "services/server/peer_call.h"
#include "services/server/request_digest.h"
#include "workflow/error/errors.h"

namespace gongkai::publish {
namespace {

namespace in = intake::v1;
namespace wf = workflow::v1;

using server::Call;
using server::CallPeer;
using server::FieldCheck;
using server::Presence;
using Intake = in::IntakeService::Stub;

constexpr server::Length kReason{1, 2000};

// A change has been made by then, and its answer waits no longer for a title.
constexpr std::chrono::milliseconds kPatienceForTitle{500};

// What every change asks of the ledger: of this report, from this state, as the caller asked.
template <class Request>
wf::Command ToAction(const Call& call, const Request& request, wf::Action action,
                                wf::State from) {
  wf::Command out;
  out.set_name(request.name());
  out.set_action(action);
  out.set_request_id(request.request_id());
  out.set_request_sha256(server::RequestDigest(call.method, request));
  out.set_etag(request.etag());
  out.add_from_states(from);
  return out;
}

template <class Request>
Status CheckWithReason(const Request& request) {
  return FieldCheck()
      .Name("name", request.name())
      .RequestId(request.request_id())
      .Text("reason", request.reason(), kReason)
      .Done();
}

}  // namespace

Result<v1::Publication> Publications::Publish(const Call& call,
                                              const v1::PublishReportRequest& request) {
  Status valid = FieldCheck()
                     .Name("name", request.name())
                     .Digest("content_sha256", request.content_sha256(), Presence::kOptional)
                     .RequestId(request.request_id())
                     .Done();
  if (!valid) return std::move(valid).error();
  wf::Command publish = ToAction(call, request, wf::PUBLISH, wf::CLEARED);
  // What would be refused anyway does not make intake read gigabytes first.
  const Result<server::Standing> allowed = ledger_.Admit(call, publish);
  if (!allowed) return allowed.error();
  const std::string& approved = allowed->record.content_sha256();
  const std::string& meant = request.content_sha256().empty() ? approved : request.content_sha256();
  publish.set_content_sha256(meant);
  // A retry is answered as the first time. Of another content there is nothing to read: the ledger refuses it.
  if (allowed->replayed || meant != approved) return Apply(call, publish);

  auto digest = RecomputeDigest(intake_, call, request.name(), approved);
  if (!digest) {
    if (digest.error().reason != Reason::kContentCorrupt) return std::move(digest).error();
    return ledger_.Refuse(call, publish, std::move(digest).error());
  }
  // What was read here it must still be.
  if (publish.etag().empty()) publish.set_etag(allowed->record.etag());
  publish.set_content_sha256(*std::move(digest));
  return Apply(call, publish);
}

Result<v1::Publication> Publications::Retract(const Call& call,
                                              const v1::RetractReportRequest& request) {
  if (Status valid = CheckWithReason(request); !valid) return std::move(valid).error();
  wf::Command retract = ToAction(call, request, wf::RETRACT, wf::PUBLISHED);
  retract.set_comment(request.reason());
  return Apply(call, retract);
}

Result<v1::ReturnReportResponse> Publications::Return(const Call& call,
                                                      const v1::ReturnReportRequest& request) {
  if (Status valid = CheckWithReason(request); !valid) return std::move(valid).error();
  wf::Command give_back = ToAction(call, request, wf::RETURN, wf::CLEARED);
  give_back.set_comment(request.reason());
  const Result<server::Standing> applied = ledger_.Apply(call, give_back);
  if (!applied) return applied.error();
  v1::ReturnReportResponse response;
  response.set_report(applied->record.name());
  response.set_state(applied->record.state());
  response.set_etag(applied->record.etag());
  return response;
}

Result<v1::Publication> Publications::Get(const Call& call,
                                          const v1::GetPublicationRequest& request) {
  Status valid =
      FieldCheck().Name("name", request.name(), Presence::kRequired, "publications").Done();
  if (!valid) return std::move(valid).error();
  const std::string report = "reports/" + std::string(server::IdOf(request.name()));
  const auto record = ledger_.GetRecord(call, report);
  if (!record) return record.error();
  if (!WasPublic(record->state())) return errors::ReportNotFound(request.name());

  in::BatchGetReportsRequest title;
  title.add_names(report);
  const auto reports =
      CallPeer<Intake>(intake_, call, &Intake::async_interface::BatchGetReports, title);
  if (!reports) return reports.error();
  v1::Publication publication = ToPublication(*record);
  if (!reports->reports().empty()) AddTitle(reports->reports(0), publication);
  return publication;
}

Result<v1::ListPublicationsResponse> Publications::List(
    const Call& call, const v1::ListPublicationsRequest& request) {
  if (Status valid = FieldCheck().PageSize(request.page_size()).Done(); !valid) {
    return std::move(valid).error();
  }
  wf::ListRecordsRequest published;
  for (const wf::State state : kPublicStates) published.add_states(state);
  published.set_order_by("create_time desc");
  published.set_filter(request.filter());
  published.set_page_size(request.page_size());
  published.set_page_token(request.page_token());
  const Result<wf::ListRecordsResponse> page = ledger_.ListRecords(call, published);
  if (!page) return page.error();

  v1::ListPublicationsResponse response;
  response.set_next_page_token(page->next_page_token());
  if (page->records().empty()) return response;
  in::BatchGetReportsRequest titles;
  for (const wf::Record& record : page->records()) {
    *response.add_publications() = ToPublication(record);
    titles.add_names(record.name());
  }
  const auto reports =
      CallPeer<Intake>(intake_, call, &Intake::async_interface::BatchGetReports, titles);
  if (!reports) return reports.error();
  // They come in the order asked for; some may be missing.
  auto publication = response.mutable_publications()->begin();
  for (const in::Report& report : reports->reports()) {
    publication = std::ranges::find(publication, response.mutable_publications()->end(),
                                    report.name(), &v1::Publication::report);
    if (publication == response.mutable_publications()->end()) break;
    AddTitle(report, *publication);
  }
  return response;
}

Result<v1::Publication> Publications::Apply(const Call& call,
                                            const wf::Command& action) {
  const Result<server::Standing> applied = ledger_.Apply(call, action);
  if (!applied) return applied.error();
  v1::Publication publication = ToPublication(applied->record);

  in::BatchGetReportsRequest title;
  title.add_names(action.name());
  const auto deadline =
      std::min(call.deadline, std::chrono::system_clock::now() + kPatienceForTitle);
  const auto reports = CallPeer<Intake>(intake_, call.caller, deadline,
                                        &Intake::async_interface::BatchGetReports, title);
  if (reports && !reports->reports().empty()) AddTitle(reports->reports(0), publication);
  return publication;
}

}  // namespace gongkai::publish
