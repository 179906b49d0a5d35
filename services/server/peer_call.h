// Calls to our other services, made for the call that is being served.
#pragma once

#include <grpcpp/client_context.h>

#include <chrono>

#include "services/server/call.h"
#include "services/server/caller.h"
#include "services/server/peer.h"
#include "workflow/error/result.h"

namespace gongkai::server {

// Calls a unary method of the peer for `caller` and waits for the answer, at most until `deadline`
// and Peer::kLongestCall. Only on an executor's thread: it blocks. Errors are those of FromPeer.
//
//   CallPeer(workflow, caller, deadline, &v1::WorkflowService::Stub::GetRecord, request)
template <class Stub, class Request, class Response>
Result<Response> CallPeer(Peer& peer, const Caller& caller,
                          std::chrono::system_clock::time_point deadline,
                          grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                       Response*),
                          const Request& request) {
  Response response;
  Stub stub(peer.channel());
  const auto context = peer.NewContext(caller, deadline);
  const grpc::Status status = (stub.*method)(context.get(), request, &response);
  if (!status.ok()) return FromPeer(status, peer.service());
  return response;
}

// The same for the caller of `call`, as long as its answer is wanted.
template <class Stub, class Request, class Response>
Result<Response> CallPeer(Peer& peer, const Call& call,
                          grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                       Response*),
                          const Request& request) {
  return CallPeer(peer, call.caller, call.deadline, method, request);
}

}  // namespace gongkai::server
