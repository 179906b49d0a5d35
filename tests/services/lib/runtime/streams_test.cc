#include "services/lib/runtime/streams.h"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <string>
#include <vector>

namespace gongkai::runtime {
namespace {

TEST(Streams, RefusesMoreThanItsLimitUntilOneIsClosed) {
  Streams streams({.limit = 2, .limit_per_caller = 2, .threads = 1});
  std::optional<Result<Streams::Slot>> first = streams.TryOpen("user/a");
  const auto second = streams.TryOpen("user/b");
  ASSERT_TRUE(*first);
  ASSERT_TRUE(second);
  const auto third = streams.TryOpen("user/c");
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().reason, Reason::kTooManyStreams);
  EXPECT_EQ(third.error().metadata.at("limit"), "2");
  first.reset();
  EXPECT_TRUE(streams.TryOpen("user/c"));
}

TEST(Streams, LeavesRoomForOthersWhenOneCallerOpensMany) {
  Streams streams({.limit = 10, .limit_per_caller = 2, .threads = 1});
  std::vector<Result<Streams::Slot>> open;
  for (int i = 0; i < 2; ++i) open.push_back(streams.TryOpen("bot/greedy"));
  EXPECT_FALSE(streams.TryOpen("bot/greedy"));
  EXPECT_TRUE(streams.TryOpen("service/publish"));
  open.pop_back();
  EXPECT_TRUE(streams.TryOpen("bot/greedy"));
}

// Whoever opens as many as he can, and however many do: somebody else gets in.
TEST(Streams, NoFewCallersTakeAllOfThem) {
  constexpr std::size_t kLimit = 100;
  for (std::size_t greedy = 1; greedy < kLimit; ++greedy) {
    Streams streams({.limit = kLimit, .limit_per_caller = kLimit, .threads = 0});
    std::vector<Result<Streams::Slot>> open;
    for (std::size_t round = 0; round < kLimit; ++round) {
      for (std::size_t caller = 0; caller < greedy; ++caller) {
        open.push_back(streams.TryOpen("user/greedy-" + std::to_string(caller)));
      }
    }
    EXPECT_TRUE(streams.TryOpen("bot/website")) << greedy << " greedy callers";
  }
}

TEST(Streams, RunsATaskForEachOfAllStreamsAtOnce) {
  constexpr int kStreams = 1000;
  std::atomic<int> done = 0;
  {
    Streams streams({.limit = 2 * kStreams, .limit_per_caller = kStreams, .threads = 2});
    std::vector<Result<Streams::Slot>> open;
    for (int i = 0; i < kStreams; ++i) open.push_back(streams.TryOpen("user/a"));
    for (auto& slot : open) slot->Post([&] { ++done; });
    open.clear();
  }
  EXPECT_EQ(done, kStreams);
}

}  // namespace
}  // namespace gongkai::runtime
