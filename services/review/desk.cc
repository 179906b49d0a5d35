#include "services/review/desk.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/lib/request/answer_size.h"
#include "services/lib/request/fields.h"
#include "services/lib/request/time.h"
#include "services/lib/rpc/form_check.h"
#include "services/lib/rpc/peer_call.h"
#include "services/lib/rpc/workflow_client.h"
#include "services/review/convert.h"
#include "services/review/opinion.h"
#include "workflow/error/errors.h"

namespace gongkai::review {
namespace {

namespace in = intake::v1;
namespace wf = workflow::v1;

using rpc::CallPeer;
using Workflow = wf::WorkflowService::Stub;

// Returns whether the caller has nothing to add to the task: the head's department has endorsed the
// content, or the report is signed.
bool IsGiven(const StageInfo& stage, const wf::Record& record, const machine::Actor& caller) {
  if (stage.questions) return false;
  return std::ranges::any_of(record.approvals(), [&](const wf::Approval& approval) {
    return approval.action() == stage.approval && !approval.revoked() &&
           (stage.stage == v1::SIGNATURE || approval.department() == caller.department);
  });
}

// Returns whether the tasks of the stage are the caller's business. Drafts and cleared reports are
// seen by others, too, who have nothing to decide about them.
bool Concerns(const StageInfo& stage, const machine::Actor& caller) {
  if (stage.questions) return true;
  const bool endorses = stage.stage == v1::ENDORSEMENT;
  return caller.roles.Has(machine::Role::kAuditor) ||
         caller.roles.Has(endorses ? machine::Role::kHead : machine::Role::kSignatory);
}

// Returns the decision on the attribute that the command brings, or null.
const wf::DisclosureDecision* RulingOf(const wf::Command& action) {
  if (action.has_sign()) return &action.sign().decision();
  if (action.approve().has_decision()) return &action.approve().decision();
  return nullptr;
}

// Puts what was decided in the place of what the department proposes.
void Substitute(const wf::DisclosureDecision& decision, in::DisclosureAttribute& attribute) {
  attribute.set_attribute(decision.attribute());
  attribute.set_ground(decision.ground());
  if (!decision.reason().empty()) attribute.set_reason(decision.reason());
}

}  // namespace

Result<v1::ListTasksResponse> Desk::List(const rpc::Call& call,
                                         const v1::ListTasksRequest& request) {
  const bool by_wait = request.order_by().empty() || request.order_by() == "state_time";
  Status valid =
      request::FieldCheck(request)
          .Enum("stage", request.stage(), v1::Stage_IsValid)
          .PageSize(request.page_size())
          .Require(by_wait || request.order_by() == "due_time", "order_by",
                   {"Must be `state_time` or `due_time`.", "必须是 `state_time` 或 `due_time`。"})
          .Done();
  if (!valid) return std::move(valid).error();
  const StageInfo& stage = InfoOf(request.stage());
  if (!Concerns(stage, call.caller)) return v1::ListTasksResponse();

  wf::ListRecordsRequest waiting;
  for (const wf::State state : stage.states) waiting.add_states(state);
  waiting.set_order_by(by_wait ? "state_time" : "due_time");
  waiting.set_filter(request.filter());
  waiting.set_page_token(request.page_token());
  const auto ask = [&](std::int32_t page_size) {
    waiting.set_page_size(page_size);
    return ReadPage(call, waiting, stage);
  };
  return request::AskForFittingPage(request.page_size(), ask, &v1::ListTasksResponse::tasks);
}

Result<v1::ListTasksResponse> Desk::ReadPage(const rpc::Call& call,
                                             const wf::ListRecordsRequest& waiting,
                                             const StageInfo& stage) {
  const auto page =
      CallPeer<Workflow>(workflow_, call, &Workflow::async_interface::ListRecords, waiting);
  if (!page) return page.error();
  v1::ListTasksResponse response;
  response.set_next_page_token(page->next_page_token());
  for (const wf::Record& record : page->records()) {
    if (!IsGiven(stage, record, call.caller)) *response.add_tasks() = ToTask(record, stage);
  }
  Status added = headings_.AddTo(call, *response.mutable_tasks(), AddHeading);
  if (!added) return std::move(added).error();
  return response;
}

Result<v1::Task> Desk::Get(const rpc::Call& call, const v1::GetTaskRequest& request) {
  const auto name = ReadTaskName(request.name());
  if (!name) return name.error();
  wf::GetRecordRequest where;
  where.set_name(name->report.Name());
  const auto record =
      CallPeer<Workflow>(workflow_, call, &Workflow::async_interface::GetRecord, where);
  if (!record) return record.error();
  if (!name->stage->Holds(record->state()) || !Concerns(*name->stage, call.caller)) {
    return errors::ReportNotFound(request.name());
  }

  const auto document = ReadDocument(call, record->name(), record->content_sha256());
  if (!document) return document.error();
  v1::Task task = ToTask(*record, *name->stage);
  AddContent(document->content, document->body, *name->stage, task);
  rpc::Show(rpc::CheckForm(document->content, document->body, *record, request::Now()),
            *task.mutable_findings());
  return task;
}

Result<rpc::Document> Desk::ReadDocument(const rpc::Call& call, const std::string& report,
                                         const std::string& sha256) {
  Result<rpc::Document> document = rpc::ReadDocument(intake_, call, report, sha256, report);
  if (document) headings_.Remember(rpc::HeadingOf(document->content, sha256));
  return document;
}

Status Desk::CheckContent(const rpc::Call& call, const wf::Record& record, const Decision& decision,
                          wf::Command& action) {
  rpc::WorkflowClient workflow(workflow_);
  const auto refuse = [&](Error why) -> Status {
    return decision.validate_only ? std::move(why) : workflow.Refuse(call, action, std::move(why));
  };
  Result<rpc::Document> document = ReadDocument(call, record.name(), action.content_sha256());
  if (!document) {
    const bool corrupt = document.error().reason == Reason::kContentCorrupt;
    return corrupt ? refuse(std::move(document).error()) : std::move(document).error();
  }
  const wf::DisclosureDecision* ruling = RulingOf(action);
  const wf::Disclosure attribute = ruling == nullptr ? record.disclosure() : ruling->attribute();
  if (action.has_approve()) {
    request::FieldCheck check;
    const auto kind = static_cast<form::Kind>(document->content.kind());
    CheckApproval(*decision.task.stage->questions, kind, static_cast<base::Disclosure>(attribute),
                  action.approve().form(), check);
    if (Status valid = check.Done(); !valid) return valid;
  }
  // Whoever decides on another attribute must not make a document that could not be submitted so. The
  // ledger refuses a decision without its reason.
  const bool changes = attribute != record.disclosure();
  if (changes && !ruling->reason().empty()) {
    Substitute(*ruling, *document->content.mutable_disclosure());
    auto errors =
        rpc::ErrorsOf(rpc::CheckForm(document->content, document->body, record, request::Now()));
    if (!errors.empty()) return refuse(errors::ContentIncomplete(record.name(), std::move(errors)));
  }
  // What was read here it must still be.
  if (action.etag().empty()) action.set_etag(record.etag());
  return {};
}

Status Desk::AddFindings(const rpc::Call& call, const wf::Record& record, const Decision& decision,
                         wf::Command& action) {
  const auto find = [&](std::int32_t number) {
    in::ListFindingsRequest request;
    request.set_name(record.name());
    request.set_content_sha256(action.content_sha256());
    request.set_page_size(1);
    request.set_skip(number - 1);
    return CallPeer<in::IntakeService::Stub>(
        intake_, call, &in::IntakeService::Stub::async_interface::ListFindings, request);
  };
  const auto refuse = [&](Error why) -> Status {
    if (decision.validate_only) return why;
    return rpc::WorkflowClient(workflow_).Refuse(call, action, std::move(why));
  };
  const wf::AdjudicateDetail& verdict = action.adjudicate();
  const auto first = find(std::max(1, verdict.first_finding()));
  if (!first) return first.error();
  if (action.action() == wf::APPROVE_SECRECY) {
    if (first->has_more()) {
      return refuse(errors::ContentIncomplete(
          record.name(), {{"report",
                           {"The leak check finds more than can be adjudicated; return the report.",
                            "泄露检查的发现过多，无法逐项认定，请退回报告。"}}}));
    }
    *action.mutable_approve()->mutable_leak_check() = first->leak_check();
    return {};
  }
  if (first->leak_check().findings_sha256() != decision.findings_sha256) {
    return refuse(errors::FindingsChanged(
        record.name(), static_cast<std::uint32_t>(first->leak_check().rules_version())));
  }
  const std::int32_t last_number = verdict.first_finding() + verdict.finding_count() - 1;
  const auto last = verdict.finding_count() == 1 ? first : find(last_number);
  if (!last) return last.error();
  const bool exist = !first->findings().empty() && !last->findings().empty() &&
                     last->findings(0).number() == last_number;
  if (!exist) {
    return errors::InvalidField("first_finding", {"Must be findings of the list, by their numbers.",
                                                  "必须是清单中的发现，以编号表示。"});
  }
  const in::Finding& begin = first->findings(0);
  const in::Finding& end = last->findings(0);
  if (begin.kind() != end.kind() || begin.part() != end.part()) {
    return errors::InvalidField("finding_count", {"Must be findings of one kind in one part.",
                                                  "必须是同一部分中同一类别的发现。"});
  }
  *action.mutable_adjudicate()->mutable_leak_check() = first->leak_check();
  // The check speaks of the verdicts that the report has now.
  if (!first->leak_check().carried().empty() && action.etag().empty()) {
    action.set_etag(record.etag());
  }
  return {};
}

Result<v1::Task> Desk::Decide(const rpc::Call& call, const Decision& decision) {
  rpc::WorkflowClient workflow(workflow_);
  wf::Command action = decision.action;
  if (decision.ReadsContent() || decision.ReadsFindings()) {
    // Who may not decide makes nobody read a content.
    const Result<rpc::Standing> allowed = decision.validate_only
                                              ? workflow.Check(call, action, /*whole=*/false)
                                              : workflow.Admit(call, action);
    if (!allowed) return allowed.error();
    // A retry is answered as the first time; another content than the present one is refused.
    const bool present = action.content_sha256() == allowed->record.content_sha256();
    if (present && !allowed->replayed) {
      Status fits = decision.ReadsContent() ? CheckContent(call, allowed->record, decision, action)
                                            : Status();
      if (fits && decision.ReadsFindings()) {
        fits = AddFindings(call, allowed->record, decision, action);
      }
      if (!fits) return std::move(fits).error();
    }
  }
  const Result<rpc::Standing> applied = workflow.Apply(call, action, decision.validate_only);
  if (!applied) return applied.error();
  v1::Task task = ToTask(applied->record, *decision.task.stage);
  if (const auto read = headings_.Recall(call, workflow, *applied)) AddHeading(*read, task);
  return task;
}

}  // namespace gongkai::review
