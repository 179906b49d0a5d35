// The answer to one unary call, given from any thread.
#pragma once

#include <grpcpp/support/server_callback.h>

#include "services/server/call.h"
#include "services/server/executor.h"
#include "workflow/error/result.h"

namespace gongkai::server {

// Deletes itself when it is given. The request, the response and the context live until then; a
// caller who cancels changes nothing of that, so Finish is called all the same.
class UnaryReply final {
 public:
  UnaryReply(Call call, grpc::CallbackServerContext& context, Cost cost);

  // What gRPC is to be given for the call.
  grpc::ServerUnaryReactor* reactor() const { return reactor_; }

  const Call& call() const { return call_; }  // only before Finish

  // Ends the call, with the response where the outcome is good. To be called exactly once by
  // whoever was given the reply, who must not touch it afterwards. The place of a call that is not
  // small is kept until the answer has gone out, however slowly it is read, or the call is over.
  void Finish(const Status& outcome, Executor::Place place = {});

 private:
  class PlaceKeeper;

  ~UnaryReply() = default;

  const Call call_;
  PlaceKeeper* const keeper_;  // null for a small call
  grpc::ServerUnaryReactor* const reactor_;
};

}  // namespace gongkai::server
