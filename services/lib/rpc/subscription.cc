#include "services/lib/rpc/subscription.h"

#include <algorithm>

#include "services/lib/rpc/status.h"

namespace gongkai::rpc {

std::chrono::milliseconds ResumePauses::Next() {
  const auto longest = longest_.count();
  longest_ = std::min(2 * longest_, kLast);
  return std::chrono::milliseconds(std::uniform_int_distribution(longest / 2, longest)(random_));
}

std::optional<Error> EndOfSubscription(const grpc::Status& status, std::string_view peer) {
  if (status.ok()) return std::nullopt;
  Error error = FromPeer(status, peer);
  const bool interrupted =
      error.reason == Reason::kPeerUnavailable || error.reason == Reason::kCancelled;
  if (interrupted) return std::nullopt;
  return error;
}

}  // namespace gongkai::rpc
