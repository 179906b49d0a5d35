// The answer to one unary call, given from any thread.
#pragma once

#include <grpcpp/support/server_callback.h>

#include "services/server/call.h"
#include "workflow/error/result.h"

namespace gongkai::server {

// Deletes itself when gRPC is done with it. The request, the response and the context live until
// then; a caller who cancels changes nothing of that, so Finish is called all the same.
class UnaryReply final : public grpc::ServerUnaryReactor {
 public:
  // Ends at once where the call was not admitted.
  explicit UnaryReply(Result<Call> call);

  bool admitted() const { return call_.has_value(); }
  // Only of one that was admitted, and only before Finish.
  const Call& call() const { return *call_; }

  // Ends the call, with the response where the outcome is good. To be called exactly once by
  // whoever was given an admitted reply, who must not touch it afterwards.
  void Finish(const Status& outcome);

 private:
  ~UnaryReply() override = default;
  void OnDone() override { delete this; }

  const Result<Call> call_;
};

}  // namespace gongkai::server
