// The answer to one unary call, given from any thread.
#pragma once

#include <grpcpp/support/server_callback.h>

#include "services/server/call.h"
#include "workflow/error/result.h"

namespace gongkai::server {

// Deletes itself when it is given. The request, the response and the context live until then; a
// caller who cancels changes nothing of that, so Finish is called all the same.
class UnaryReply final {
 public:
  // `reactor` is the context's own: gRPC ends such a call on the thread that sent the answer, and
  // one with a class of ours on yet another, woken for it.
  UnaryReply(Call call, grpc::ServerUnaryReactor* reactor);

  const Call& call() const { return call_; }  // only before Finish

  // Ends the call, with the response where the outcome is good. To be called exactly once by
  // whoever was given the reply, who must not touch it afterwards.
  void Finish(const Status& outcome);

 private:
  ~UnaryReply() = default;

  const Call call_;
  grpc::ServerUnaryReactor* const reactor_;
};

}  // namespace gongkai::server
