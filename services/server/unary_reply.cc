#include "services/server/unary_reply.h"

#include <optional>
#include <utility>

#include "services/server/status.h"

namespace gongkai::server {

// Deletes itself when gRPC is done with the call.
class UnaryReply::PlaceKeeper final : public grpc::ServerUnaryReactor {
 public:
  void Keep(Executor::Place place) { place_.emplace(std::move(place)); }

 private:
  void OnDone() override { delete this; }
  // Blocks nobody: gRPC may call OnDone where it is, as it does with its own reactor, and need not
  // wake a thread for it.
  bool InternalInlineable() override { return true; }

  std::optional<Executor::Place> place_;
};

// A small call has the context's own reactor, and nothing to keep.
UnaryReply::UnaryReply(Call call, grpc::CallbackServerContext& context, Cost cost)
    : call_(std::move(call)),
      keeper_(cost == Cost::kSmall ? nullptr : new PlaceKeeper),
      reactor_(keeper_ == nullptr ? context.DefaultReactor() : keeper_) {}

void UnaryReply::Finish(const Status& outcome, Executor::Place place) {
  LogCall(call_, outcome);
  if (keeper_ != nullptr) keeper_->Keep(std::move(place));
  grpc::ServerUnaryReactor* const reactor = reactor_;
  // Leaves the drain first: once gRPC has the answer, nothing keeps the server from going away.
  delete this;
  reactor->Finish(ToGrpcStatus(outcome));
}

}  // namespace gongkai::server
