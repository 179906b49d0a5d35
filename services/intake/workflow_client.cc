#include "services/intake/workflow_client.h"

#include <utility>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/server/peer_call.h"

namespace gongkai::intake {

namespace wf = workflow::v1;
using Stub = wf::WorkflowService::Stub;

Result<Standing> WorkflowClient::Check(const server::Call& call, wf::ApplyActionRequest request) {
  request.set_validate_only(true);
  return Apply(call, request);
}

Result<Standing> WorkflowClient::Apply(const server::Call& call,
                                       const wf::ApplyActionRequest& request) {
  Result<wf::ApplyActionResponse> applied =
      server::CallPeer<Stub>(peer_, call, &Stub::async_interface::ApplyAction, request);
  if (!applied) return std::move(applied).error();
  return Standing{.record = std::move(*applied->mutable_record()), .replayed = applied->replayed()};
}

Error WorkflowClient::Refuse(const server::Call& call, wf::ApplyActionRequest request, Error why) {
  request.set_refused_by(std::string(InfoOf(why.reason).name));
  Result<Standing> recorded = Check(call, std::move(request));
  const bool told = recorded || recorded.error().reason == why.reason;
  return told ? std::move(why) : std::move(recorded).error();
}

Result<wf::Record> WorkflowClient::GetRecord(const server::Call& call, const std::string& name) {
  wf::GetRecordRequest request;
  request.set_name(name);
  return server::CallPeer<Stub>(peer_, call, &Stub::async_interface::GetRecord, request);
}

Result<wf::BatchGetRecordsResponse> WorkflowClient::BatchGetRecords(
    const server::Call& call, const wf::BatchGetRecordsRequest& request) {
  return server::CallPeer<Stub>(peer_, call, &Stub::async_interface::BatchGetRecords, request);
}

Result<wf::ListRecordsResponse> WorkflowClient::ListRecords(const server::Call& call,
                                                            const wf::ListRecordsRequest& request) {
  return server::CallPeer<Stub>(peer_, call, &Stub::async_interface::ListRecords, request);
}

}  // namespace gongkai::intake
