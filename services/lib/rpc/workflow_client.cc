#include "services/lib/rpc/workflow_client.h"

#include <utility>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/lib/request/fields.h"
#include "services/lib/rpc/peer_call.h"

namespace gongkai::rpc {

namespace wf = workflow::v1;
using Stub = wf::WorkflowService::Stub;

Result<Standing> WorkflowClient::Apply(const Call& call, const wf::Command& command) {
  wf::ApplyActionRequest request;
  *request.mutable_command() = command;
  auto applied = CallPeer<Stub>(peer_, call, &Stub::async_interface::ApplyAction, request);
  if (!applied) return std::move(applied).error();
  return Standing{.record = std::move(*applied->mutable_record()), .replayed = applied->replayed()};
}

Result<Standing> WorkflowClient::Apply(const Call& call, const wf::Command& command,
                                       bool validate_only) {
  if (!validate_only) return Apply(call, command);
  wf::Command once = command;
  once.clear_request_id();  // what is only checked is never a retry
  return Check(call, once, /*whole=*/true);
}

Result<Standing> WorkflowClient::Check(const Call& call, const wf::Command& command, bool whole) {
  wf::CheckActionRequest request;
  *request.mutable_command() = command;
  request.set_whole(whole);
  auto checked = CallPeer<Stub>(peer_, call, &Stub::async_interface::CheckAction, request);
  if (!checked) return std::move(checked).error();
  return Standing{.record = std::move(*checked->mutable_record()), .replayed = checked->replayed()};
}

Result<Standing> WorkflowClient::Admit(const Call& call, const wf::Command& command) {
  Result<Standing> standing = Check(call, command, /*whole=*/false);
  if (standing) return standing;
  switch (standing.error().code()) {
    case Code::kPermissionDenied:
    case Code::kFailedPrecondition:
    case Code::kAborted:
    case Code::kNotFound:
      if (Status recorded = Record(call, command, ""); !recorded)
        return std::move(recorded).error();
      return standing;
    default:
      return standing;
  }
}

Error WorkflowClient::Refuse(const Call& call, const wf::Command& command, Error refusal) {
  Status recorded = Record(call, command, InfoOf(refusal.reason).name);
  return recorded ? std::move(refusal) : std::move(recorded).error();
}

std::function<Error(const Call&, Error)> WorkflowClient::AttemptOf(wf::Action action,
                                                                   std::string name) {
  return [this, action, name = std::move(name)](const Call& call, Error refusal) {
    if (!request::FieldCheck().Name("name", name).Done())
      return refusal;  // an attempt on no report
    wf::Command command;
    command.set_name(name);
    command.set_action(action);
    return Refuse(call, command, std::move(refusal));
  };
}

Result<wf::Record> WorkflowClient::GetRecord(const Call& call, const std::string& name) {
  wf::GetRecordRequest request;
  request.set_name(name);
  return CallPeer<Stub>(peer_, call, &Stub::async_interface::GetRecord, request);
}

Result<wf::BatchGetRecordsResponse> WorkflowClient::BatchGetRecords(
    const Call& call, const wf::BatchGetRecordsRequest& request) {
  return CallPeer<Stub>(peer_, call, &Stub::async_interface::BatchGetRecords, request);
}

Result<wf::ListRecordsResponse> WorkflowClient::ListRecords(const Call& call,
                                                            const wf::ListRecordsRequest& request) {
  return CallPeer<Stub>(peer_, call, &Stub::async_interface::ListRecords, request);
}

Status WorkflowClient::Record(const Call& call, const wf::Command& command,
                              std::string_view reason) {
  wf::RecordRefusalRequest request;
  *request.mutable_command() = command;
  request.set_reason(std::string(reason));
  const auto recorded = CallPeer<Stub>(peer_, call, &Stub::async_interface::RecordRefusal, request);
  return recorded ? Status() : Status(recorded.error());
}

}  // namespace gongkai::rpc
