// Calls to our other services, made for the call that is being served.
#pragma once

#include <grpcpp/client_context.h>

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <utility>

#include "services/server/call.h"
#include "services/server/caller.h"
#include "services/server/peer.h"
#include "workflow/error/result.h"

namespace gongkai::server {

// A unary method of a service's stub, as gRPC generates it.
template <class Stub, class Request, class Response>
using UnaryMethod = void (Stub::async_interface::*)(grpc::ClientContext*, const Request*, Response*,
                                                    std::function<void(grpc::Status)>);

// Calls a unary method of the peer for `caller` and waits for the answer, at most until `deadline`
// and Peer::kLongestCall. Only on an executor's thread: it blocks. Errors are those of FromPeer.
//
//   using Stub = v1::WorkflowService::Stub;
//   CallPeer<Stub>(workflow, caller, deadline, &Stub::async_interface::GetRecord, request)
template <class Stub, class Request, class Response>
Result<Response> CallPeer(Peer& peer, const Caller& caller,
                          std::chrono::system_clock::time_point deadline,
                          UnaryMethod<Stub, Request, Response> method, const Request& request) {
  Response response;
  Stub stub(peer.channel());
  const auto context = peer.NewContext(caller, deadline);
  // Of many threads that wait for answers in gRPC itself, each wakes the others to serve the
  // connection; waiting here leaves that to gRPC's own threads.
  const auto answer = std::make_shared<std::promise<grpc::Status>>();
  (stub.async()->*method)(context.get(), &request, &response,
                          [answer](grpc::Status status) { answer->set_value(std::move(status)); });
  const grpc::Status status = answer->get_future().get();
  if (!status.ok()) return FromPeer(status, peer.service());
  return response;
}

// The same for the caller of `call`, as long as its answer is wanted.
template <class Stub, class Request, class Response>
Result<Response> CallPeer(Peer& peer, const Call& call, UnaryMethod<Stub, Request, Response> method,
                          const Request& request) {
  return CallPeer<Stub>(peer, call.caller, call.deadline, method, request);
}

}  // namespace gongkai::server
