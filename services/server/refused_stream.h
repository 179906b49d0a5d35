// A stream that is refused before it has begun.
#pragma once

#include <grpcpp/support/server_callback.h>

#include "services/server/status.h"
#include "workflow/error/result.h"

namespace gongkai::server {

// Ends at once; deletes itself. `Reactor` is gRPC's for streams of this kind.
template <class Reactor>
class RefusedStream final : public Reactor {
 public:
  explicit RefusedStream(const Error& error) { this->Finish(ToGrpcStatus(error)); }

 private:
  void OnDone() override { delete this; }
};

}  // namespace gongkai::server
