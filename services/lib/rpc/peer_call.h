// Calls to our other services, made for the call that is being served.
#pragma once

#include <grpcpp/client_context.h>

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <utility>

#include "services/lib/rpc/call.h"
#include "services/lib/rpc/peer.h"
#include "workflow/error/result.h"
#include "workflow/machine/actor.h"

namespace gongkai::rpc {

// A unary method of the stub of a service, as gRPC generates the stub.
template <class Stub, class Request, class Response>
using UnaryMethod = void (Stub::async_interface::*)(grpc::ClientContext*, const Request*, Response*,
                                                    std::function<void(grpc::Status)>);

// Calls a unary method of the peer for `caller`. Blocks until the answer comes, but not longer than
// until `deadline`, and not longer than Peer::kLongestCall. Must run on a thread of an executor,
// because the call blocks. Returns the response. Errors: those of FromPeer.
//
//   using Stub = v1::WorkflowService::Stub;
//   CallPeer<Stub>(workflow, caller, deadline, &Stub::async_interface::GetRecord, request)
template <class Stub, class Request, class Response>
Result<Response> CallPeer(Peer& peer, const machine::Actor& caller,
                          std::chrono::system_clock::time_point deadline,
                          UnaryMethod<Stub, Request, Response> method, const Request& request) {
  Response response;
  Stub stub(peer.channel());
  const auto context = peer.NewContext(caller, deadline);
  // Threads that wait for an answer inside gRPC wake each other to serve the connection. So this
  // thread waits outside, and the threads of gRPC serve the connection.
  const auto answer = std::make_shared<std::promise<grpc::Status>>();
  (stub.async()->*method)(context.get(), &request, &response,
                          [answer](grpc::Status status) { answer->set_value(std::move(status)); });
  const grpc::Status status = answer->get_future().get();
  if (!status.ok()) return FromPeer(status, peer.service());
  return response;
}

// Calls the peer for the caller of `call`, until the deadline of `call` at the latest. Does not end
// early when `call` is cancelled.
template <class Stub, class Request, class Response>
Result<Response> CallPeer(Peer& peer, const Call& call, UnaryMethod<Stub, Request, Response> method,
                          const Request& request) {
  return CallPeer<Stub>(peer, call.caller, call.deadline, method, request);
}

}  // namespace gongkai::rpc
