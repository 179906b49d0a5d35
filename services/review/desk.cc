#include "services/review/desk.h"

#include <cstdint>
#include <utility>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/lib/request/answer_size.h"
#include "services/lib/request/fields.h"
#include "services/lib/request/time.h"
#include "services/lib/rpc/content.h"
#include "services/lib/rpc/form_check.h"
#include "services/lib/rpc/peer_call.h"
#include "services/lib/rpc/workflow_client.h"
#include "services/review/convert.h"
#include "workflow/error/errors.h"

namespace gongkai::review {
namespace {

namespace in = intake::v1;
namespace wf = workflow::v1;

using rpc::CallPeer;
using Intake = in::IntakeService::Stub;
using Workflow = wf::WorkflowService::Stub;

}  // namespace

Result<v1::ListTasksResponse> Desk::List(const rpc::Call& call,
                                         const v1::ListTasksRequest& request) {
  Status valid = request::FieldCheck(request)
                     .Enum("stage", request.stage(), v1::Stage_IsValid)
                     .PageSize(request.page_size())
                     .Done();
  if (!valid) return std::move(valid).error();
  const StageInfo& stage = InfoOf(request.stage());

  wf::ListRecordsRequest waiting;
  for (const wf::State state : stage.states) waiting.add_states(state);
  waiting.set_order_by("state_time");
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
  for (const wf::Record& record : page->records()) *response.add_tasks() = ToTask(record, stage);
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
  if (!name->stage->Holds(record->state())) return errors::ReportNotFound(request.name());

  in::GetContentRequest what;
  what.set_name(name->report.Name());
  what.set_content_sha256(record->content_sha256());
  const auto bytes = CallPeer<Intake>(intake_, call, &Intake::async_interface::GetContent, what);
  if (!bytes) return bytes.error();
  const auto content = rpc::OpenContent(*bytes, record->content_sha256(), record->name());
  if (!content) return content.error();
  headings_.Remember(rpc::HeadingOf(*content, record->content_sha256()));
  v1::Task task = ToTask(*record, *name->stage);
  AddContent(*content, bytes->body(), *name->stage, task);
  rpc::Show(rpc::CheckForm(*content, bytes->body(), record->name(), request::Now()),
            *task.mutable_findings());
  return task;
}

Result<v1::Task> Desk::Decide(const rpc::Call& call, const Decision& decision) {
  rpc::WorkflowClient workflow(workflow_);
  const Result<rpc::Standing> applied =
      workflow.Apply(call, decision.action, decision.validate_only);
  if (!applied) return applied.error();
  v1::Task task = ToTask(applied->record, *decision.task.stage);
  if (const auto read = headings_.Recall(call, workflow, *applied)) AddHeading(*read, task);
  return task;
}

}  // namespace gongkai::review
