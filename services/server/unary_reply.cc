#include "services/server/unary_reply.h"

#include <utility>

#include "services/server/status.h"

namespace gongkai::server {

UnaryReply::UnaryReply(Call call, grpc::ServerUnaryReactor* reactor)
    : call_(std::move(call)), reactor_(reactor) {}

void UnaryReply::Finish(const Status& outcome) {
  LogCall(call_, outcome);
  grpc::ServerUnaryReactor* const reactor = reactor_;
  // Leaves the drain first: once gRPC has the answer, nothing keeps the server from going away.
  delete this;
  reactor->Finish(ToGrpcStatus(outcome));
}

}  // namespace gongkai::server
