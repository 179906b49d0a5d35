#include "services/cli/retry.h"

#include <google/protobuf/util/time_util.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>

#include <algorithm>
#include <thread>

namespace gongkai::cli {
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
  const auto asked = AskedFor(status);
  if (status.error_code() != grpc::StatusCode::UNAVAILABLE && !asked) return std::nullopt;
  if (left_ <= 0) return std::nullopt;
  --left_;
  const auto wait = std::max(wait_, asked.value_or(std::chrono::milliseconds(0)));
  wait_ = std::min(2 * wait_, kLongestWait);
  return wait;
}

grpc::Status Retry(std::chrono::system_clock::time_point deadline,
                   const std::function<grpc::Status(grpc::ClientContext&)>& attempt) {
  Backoff backoff(kAttempts);
  while (true) {
    grpc::ClientContext context;
    context.set_deadline(deadline);
    const grpc::Status status = attempt(context);
    if (status.ok()) return status;
    const auto wait = backoff.Next(status);
    if (!wait || std::chrono::system_clock::now() + *wait >= deadline) return status;
    std::this_thread::sleep_for(*wait);
  }
}

}  // namespace gongkai::cli
