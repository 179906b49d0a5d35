#include "services/lib/client/retry.h"

#include <google/protobuf/util/time_util.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>

#include <algorithm>

namespace gongkai::client {
namespace {

constexpr int kAttempts = 5;
constexpr std::chrono::milliseconds kLongestWait{2000};

// When the service wants to be asked again.
std::optional<std::chrono::milliseconds> AskedFor(const grpc::Status& status) {
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return std::nullopt;
  for (const auto& detail : details.details()) {
    google::rpc::RetryInfo retry;
    if (!detail.UnpackTo(&retry)) continue;
    return std::chrono::milliseconds(
        google::protobuf::util::TimeUtil::DurationToMilliseconds(retry.retry_delay()));
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::chrono::milliseconds> Backoff::Next(const grpc::Status& status) {
  // Nobody here cancels a call that is still wanted: a server that ends has cut it off.
  const bool away = status.error_code() == grpc::StatusCode::UNAVAILABLE ||
                    status.error_code() == grpc::StatusCode::CANCELLED;
  const auto asked = AskedFor(status);
  if (!away && !asked) return std::nullopt;
  if (left_ <= 0) return std::nullopt;
  --left_;
  const auto wait = std::max(wait_, asked.value_or(std::chrono::milliseconds(0)));
  wait_ = std::min(2 * wait_, kLongestWait);
  return wait;
}

grpc::Status Retry(std::chrono::system_clock::time_point deadline,
                   const std::function<grpc::Status(grpc::ClientContext&)>& attempt,
                   const std::function<void(std::chrono::milliseconds)>& wait) {
  Backoff backoff(kAttempts);
  while (true) {
    grpc::ClientContext context;
    context.set_deadline(deadline);
    grpc::Status status = attempt(context);
    if (status.ok()) return status;
    const auto pause = backoff.Next(status);
    if (!pause || std::chrono::system_clock::now() + *pause >= deadline) return status;
    wait(*pause);
  }
}

}  // namespace gongkai::client
