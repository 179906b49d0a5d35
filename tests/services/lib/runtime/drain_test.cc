#include "services/lib/runtime/drain.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace gongkai::runtime {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds kLong(60'000);

TEST(Drain, LetsNobodyInOnceItHasBegun) {
  Drain drain;
  EXPECT_TRUE(drain.TryEnter().has_value());
  drain.Begin();
  EXPECT_TRUE(drain.draining());
  EXPECT_FALSE(drain.TryEnter().has_value());
}

TEST(Drain, IsIdleOnlyWhenThoseInsideHaveLeft) {
  Drain drain;
  std::optional<Drain::InFlight> first = drain.TryEnter();
  std::optional<Drain::InFlight> second = drain.TryEnter();
  drain.Begin();
  EXPECT_FALSE(drain.WaitIdle(milliseconds(1)));
  first.reset();
  EXPECT_FALSE(drain.WaitIdle(milliseconds(1)));
  std::jthread leaving([&] { second.reset(); });
  EXPECT_TRUE(drain.WaitIdle(kLong));
}

TEST(Drain, CountsAnEntryThatWasMovedOnce) {
  Drain drain;
  std::optional<Drain::InFlight> entered = drain.TryEnter();
  Drain::InFlight moved = *std::move(entered);
  entered.reset();
  EXPECT_FALSE(drain.WaitIdle(milliseconds(1)));
  moved = {};
  EXPECT_TRUE(drain.WaitIdle(milliseconds(1)));
}

TEST(Drain, WakesStreamsOnce) {
  Drain drain;
  int wakes = 0;
  const auto subscription = drain.OnBegin([&] { ++wakes; });
  drain.Begin();
  drain.Begin();
  EXPECT_EQ(wakes, 1);
}

TEST(Drain, MissesNobodyWhoEntersAsItBegins) {
  for (int round = 0; round < 50; ++round) {
    Drain drain;
    std::atomic<int> inside = 0;
    std::vector<std::jthread> callers;
    for (int i = 0; i < 4; ++i) {
      callers.emplace_back([&] {
        for (;;) {
          ++inside;
          const auto entered = drain.TryEnter();
          if (!entered) break;
          --inside;
        }
        --inside;
      });
    }
    drain.Begin();
    EXPECT_TRUE(drain.WaitIdle(kLong));
    callers.clear();
    EXPECT_EQ(inside, 0);
  }
}

}  // namespace
}  // namespace gongkai::runtime
