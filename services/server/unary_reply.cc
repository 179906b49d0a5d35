#include "services/server/unary_reply.h"

#include <utility>

#include "services/server/status.h"

namespace gongkai::server {

UnaryReply::UnaryReply(Result<Call> call) : call_(std::move(call)) {
  if (!call_) ServerUnaryReactor::Finish(ToGrpcStatus(call_.error()));
}

void UnaryReply::Finish(const Status& outcome) {
  LogCall(*call_, outcome);
  ServerUnaryReactor::Finish(ToGrpcStatus(outcome));
}

}  // namespace gongkai::server
