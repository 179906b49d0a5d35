#include "services/cli/retry.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

namespace gongkai::cli {
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

// How often `statuses`, the last of them over and over, are asked for.
int Attempts(std::vector<grpc::Status> statuses, std::chrono::milliseconds time = 60s) {
  int attempts = 0;
  const auto deadline = std::chrono::system_clock::now() + time;
  Retry(deadline, [&](grpc::ClientContext& context) {
    EXPECT_EQ(context.deadline(), deadline);
    const auto i = std::min(static_cast<std::size_t>(attempts++), statuses.size() - 1);
    return statuses[i];
  });
  return attempts;
}

TEST(Retry, GoesOnWhileTheServiceIsAway) {
  EXPECT_EQ(Attempts({grpc::Status::OK}), 1);
  EXPECT_EQ(Attempts({kUnavailable, kUnavailable, grpc::Status::OK}), 3);
}

TEST(Retry, GivesUpAfterFiveAttempts) { EXPECT_EQ(Attempts({kUnavailable}), 5); }

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
}  // namespace gongkai::cli
