#include "services/lib/client/retry.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace gongkai::client {
namespace {

using namespace std::chrono_literals;

const grpc::Status kUnavailable(grpc::StatusCode::UNAVAILABLE, "away");

grpc::Status Overloaded(int milliseconds) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_nanos(milliseconds * 1'000'000);
  google::rpc::Status status;
  status.add_details()->PackFrom(retry);
  return {grpc::StatusCode::RESOURCE_EXHAUSTED, "later", status.SerializeAsString()};
}

// What Retry did.
struct Tries {
  int attempts = 0;
  std::vector<std::chrono::milliseconds> waits;
};

// Retries what answers `statuses`, the last of them over and over.
Tries TryAll(const std::vector<grpc::Status>& statuses, std::chrono::milliseconds time = 60s) {
  Tries tries;
  const auto deadline = std::chrono::system_clock::now() + time;
  Retry(
      deadline,
      [&](grpc::ClientContext& context) {
        EXPECT_EQ(context.deadline(), deadline);
        const auto i = std::min(static_cast<std::size_t>(tries.attempts++), statuses.size() - 1);
        return statuses[i];
      },
      [&](std::chrono::milliseconds wait) { tries.waits.push_back(wait); });
  return tries;
}

int Attempts(const std::vector<grpc::Status>& statuses, std::chrono::milliseconds time = 60s) {
  return TryAll(statuses, time).attempts;
}

TEST(Retry, GoesOnWhileTheServiceIsAway) {
  EXPECT_EQ(Attempts({grpc::Status::OK}), 1);
  EXPECT_EQ(Attempts({kUnavailable, kUnavailable, grpc::Status::OK}), 3);
  const grpc::Status cut_off(grpc::StatusCode::CANCELLED, "CANCELLED");
  EXPECT_EQ(Attempts({cut_off, grpc::Status::OK}), 2);
}

TEST(Retry, GivesUpAfterFiveAttempts) {
  const Tries tries = TryAll({kUnavailable});
  EXPECT_EQ(tries.attempts, 5);
  EXPECT_EQ(tries.waits.size(), 4U);
}

TEST(Retry, DoesNotWaitBeyondTheDeadline) { EXPECT_EQ(Attempts({kUnavailable}, 50ms), 1); }

TEST(Retry, LeavesAnswersAlone) {
  for (const auto code :
       {grpc::StatusCode::ABORTED, grpc::StatusCode::DEADLINE_EXCEEDED, grpc::StatusCode::INTERNAL,
        grpc::StatusCode::PERMISSION_DENIED, grpc::StatusCode::RESOURCE_EXHAUSTED}) {
    EXPECT_EQ(Attempts({{code, ""}}), 1);
  }
}

TEST(Retry, ComesBackWhenItIsAskedTo) { EXPECT_EQ(Attempts({Overloaded(5), grpc::Status::OK}), 2); }

TEST(Backoff, WaitsTwiceAsLongEachTimeUpToTwoSeconds) {
  Backoff backoff(8);
  std::vector<std::chrono::milliseconds> waits;
  while (const auto wait = backoff.Next(kUnavailable)) waits.push_back(*wait);
  EXPECT_EQ(waits, (std::vector<std::chrono::milliseconds>{100ms, 200ms, 400ms, 800ms, 1600ms,
                                                           2000ms, 2000ms}));
}

TEST(Backoff, WaitsAsLongAsTheServiceAsksFor) {
  Backoff backoff(3);
  EXPECT_EQ(backoff.Next(Overloaded(700)), 700ms);
  EXPECT_EQ(backoff.Next(Overloaded(1)), 200ms);
  EXPECT_EQ(backoff.Next(Overloaded(1)), std::nullopt);
}

}  // namespace
}  // namespace gongkai::client
