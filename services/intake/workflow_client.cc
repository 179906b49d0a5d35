#include "services/intake/workflow_client.h"

namespace gongkai::intake {
namespace {

namespace wf = workflow::v1;
using Stub = wf::WorkflowService::Stub;

template <class Request, class Response>
using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Response*);

template <class Request, class Response>
Result<Response> Ask(server::Peer& peer, const server::Call& call, Method<Request, Response> method,
                     const Request& request) {
  const auto stub = wf::WorkflowService::NewStub(peer.channel());
  const auto context = peer.NewContext(call.caller, call.deadline);
  Response response;
  const grpc::Status status = (*stub.*method)(context.get(), request, &response);
  if (!status.ok()) return server::FromPeer(status, peer.service());
  return response;
}

}  // namespace

Result<wf::ApplyActionResponse> WorkflowClient::Apply(const server::Call& call,
                                                      const wf::ApplyActionRequest& request) {
  return Ask(peer_, call, &Stub::ApplyAction, request);
}

Result<wf::Record> WorkflowClient::GetRecord(const server::Call& call, const std::string& name) {
  wf::GetRecordRequest request;
  request.set_name(name);
  return Ask(peer_, call, &Stub::GetRecord, request);
}

Result<wf::ListRecordsResponse> WorkflowClient::ListRecords(const server::Call& call,
                                                            const wf::ListRecordsRequest& request) {
  return Ask(peer_, call, &Stub::ListRecords, request);
}

}  // namespace gongkai::intake
