#include "services/intake/workflow_client.h"

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/server/peer_call.h"

namespace gongkai::intake {

namespace wf = workflow::v1;
using Stub = wf::WorkflowService::Stub;

Result<wf::ApplyActionResponse> WorkflowClient::Apply(const server::Call& call,
                                                      const wf::ApplyActionRequest& request) {
  return server::CallPeer<Stub>(peer_, call, &Stub::async_interface::ApplyAction, request);
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
