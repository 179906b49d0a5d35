#include "services/lib/rpc/unary_reply.h"

#include <utility>

#include "services/lib/rpc/status.h"

namespace gongkai::rpc {

void UnaryReply::Finish(const Status& outcome, runtime::Executor::Place place) {
  LogCall(call_, outcome);
  place_.emplace(std::move(place));
  // Leaves the drain first: once gRPC has the answer, nothing keeps the server from going away.
  call_.in_flight = {};
  ServerUnaryReactor::Finish(ToGrpcStatus(outcome));
}

}  // namespace gongkai::rpc
