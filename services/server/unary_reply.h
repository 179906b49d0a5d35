// The answer to one unary call. Any thread may give the answer.
#pragma once

#include <grpcpp/support/server_callback.h>

#include "services/server/call.h"
#include "services/server/executor.h"
#include "workflow/error/result.h"

namespace gongkai::server {

// Ends one unary call, from any thread. Deletes itself in Finish. The request, the response and the
// context live until Finish, even if the client cancels. So Finish must be called in any case.
//
//   gate.UnaryAsync(context, kGetReport, [this, response](UnaryReply& reply) {
//     store_.Read(*response, [&reply](const Status& outcome) { reply.Finish(outcome); });
//   });
class UnaryReply final {
 public:
  UnaryReply(Call call, grpc::CallbackServerContext& context, Cost cost);

  // Returns the reactor that the handler must return to gRPC.
  grpc::ServerUnaryReactor* reactor() const { return reactor_; }

  // Returns the call. Must not be called after Finish.
  const Call& call() const { return call_; }

  // Ends the call, with the response if `outcome` is OK. Must be called exactly once, by the owner
  // of the reply, who must not use the reply afterwards. Unless the call is small, `place` is kept
  // until the answer has gone out, however slowly the client reads, or until the call is over.
  void Finish(const Status& outcome, Executor::Place place = {});

 private:
  class PlaceKeeper;

  ~UnaryReply() = default;

  const Call call_;
  PlaceKeeper* const keeper_;  // null for a small call
  grpc::ServerUnaryReactor* const reactor_;
};

}  // namespace gongkai::server
