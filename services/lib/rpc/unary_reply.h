// The answer to one unary call. Any thread may give the answer.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <optional>
#include <utility>

#include "services/lib/rpc/call.h"
#include "services/lib/runtime/executor.h"
#include "services/lib/runtime/slots.h"
#include "workflow/error/result.h"

namespace gongkai::rpc {

// Ends one unary call, from any thread. The handler returns this to gRPC as the reactor of the
// call. The request, the response and the context live until Finish, even if the client cancels. So
// Finish must be called in any case. Deletes itself when gRPC is done with the call.
//
//   gate.UnaryAsync(context, kGetReport, [this, response](UnaryReply& reply) {
//     store_.Read(*response, [&reply](const Status& outcome) { reply.Finish(outcome); });
//   });
class UnaryReply final : public grpc::ServerUnaryReactor {
 public:
  // `slot` is kept until gRPC is done with the call.
  UnaryReply(Call call, runtime::Slots::Slot slot)
      : call_(std::move(call)), slot_(std::move(slot)) {}

  // Returns the call. Must not be called after Finish.
  const Call& call() const { return call_; }

  // Ends the call, with the response if `outcome` is OK. Must be called exactly once, by the owner
  // of the reply, who must not use the reply afterwards. `place` is kept until the answer has gone
  // out, however slowly the client reads, or until the call is over.
  void Finish(const Status& outcome, runtime::Executor::Place place = {});

 private:
  void OnDone() override { delete this; }
  // Blocks nobody: gRPC may call OnDone where it is, as it does with its own reactor, and need not
  // wake a thread for it.
  bool InternalInlineable() override { return true; }

  Call call_;
  const runtime::Slots::Slot slot_;
  std::optional<runtime::Executor::Place> place_;
};

}  // namespace gongkai::rpc
