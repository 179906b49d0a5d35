#include "services/lib/runtime/stall_watch.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <optional>
#include <thread>

namespace gongkai::runtime {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kShort(30);
constexpr milliseconds kNever(3'600'000);

TEST(StallWatch, EndsATurnOfTheOtherSideThatIsTooLong) {
  StallWatch watch(kShort);
  std::promise<void> stalled;
  StallWatch::Turns turns = watch.Watch([&] { stalled.set_value(); });
  turns.Await();
  stalled.get_future().wait();
  EXPECT_FALSE(turns.Resume());
}

TEST(StallWatch, LetsOurOwnTurnLastAsLongAsItWants) {
  StallWatch watch(kShort);
  std::atomic<int> stalls = 0;
  StallWatch::Turns ours = watch.Watch([&] { ++stalls; });
  ours.Await();
  ASSERT_TRUE(ours.Resume());
  std::promise<void> other_stalled;
  StallWatch::Turns other = watch.Watch([&] { other_stalled.set_value(); });
  other.Await();
  other_stalled.get_future().wait();  // so ours would have been, too
  EXPECT_EQ(stalls, 0);
}

TEST(StallWatch, GivesTheTurnBackInTime) {
  StallWatch watch(kNever);
  StallWatch::Turns turns = watch.Watch([] { FAIL(); });
  for (int i = 0; i < 3; ++i) {
    turns.Await();
    EXPECT_TRUE(turns.Resume());
  }
}

TEST(StallWatch, MayEndTheTurnsFromWithin) {
  StallWatch watch(kShort);
  std::promise<void> ended;
  std::optional<StallWatch::Turns> turns;
  turns.emplace(watch.Watch([&] {
    turns.reset();
    ended.set_value();
  }));
  turns->Await();
  ended.get_future().wait();
}

// A stream whose other side answers at the last moment belongs to one of the two, never to both.
TEST(StallWatch, GivesAStreamToOneSideOnly) {
  StallWatch watch(kShort);
  for (int i = 0; i < 20; ++i) {
    std::atomic<int> owners = 0;
    std::promise<void> stalled;
    {
      StallWatch::Turns turns = watch.Watch([&] {
        ++owners;
        stalled.set_value();
      });
      turns.Await();
      std::this_thread::sleep_for(kShort);
      if (turns.Resume()) {
        ++owners;
      } else {
        stalled.get_future().wait();
      }
    }
    EXPECT_EQ(owners, 1);
  }
}

}  // namespace
}  // namespace gongkai::runtime
