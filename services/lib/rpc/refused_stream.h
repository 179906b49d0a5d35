// A stream that is refused before it has begun.
#pragma once

#include <grpcpp/support/server_callback.h>

#include "services/lib/rpc/status.h"
#include "workflow/error/result.h"

namespace gongkai::rpc {

// The reactor of a refused stream: ends the stream at once with an error, and deletes itself.
// `Reactor` is the reactor class of gRPC for streams of this kind.
//
//   if (!slot) return new RefusedStream<grpc::ServerWriteReactor<Response>>(slot.error());
template <class Reactor>
class RefusedStream final : public Reactor {
 public:
  explicit RefusedStream(const Error& error) { this->Finish(ToGrpcStatus(error)); }

 private:
  void OnDone() override { delete this; }
};

}  // namespace gongkai::rpc
