#include "services/lib/runtime/growing.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace gongkai::runtime {
namespace {

TEST(GrowingValue, WakesEachSubscriberAtEachAdvance) {
  GrowingValue size;
  int first = 0;
  int second = 0;
  const auto a = size.Subscribe([&] { ++first; });
  size.Advance(1);
  const auto b = size.Subscribe([&] { ++second; });
  size.Advance(2);
  EXPECT_EQ(first, 2);
  EXPECT_EQ(second, 1);
}

TEST(GrowingValue, ShowsTheNewValueToThoseItWakes) {
  GrowingValue size;
  std::uint64_t seen = 0;
  const auto subscription = size.Subscribe([&] { seen = size.value(); });
  size.Advance(7);
  EXPECT_EQ(seen, 7);
}

TEST(GrowingValue, NeverGoesBackAndWakesNobodyForIt) {
  GrowingValue size;
  size.Advance(5);
  int wakes = 0;
  const auto subscription = size.Subscribe([&] { ++wakes; });
  size.Advance(5);
  size.Advance(4);
  EXPECT_EQ(size.value(), 5);
  EXPECT_EQ(wakes, 0);
}

TEST(GrowingValue, WakesNobodyWhoseSubscriptionHasEnded) {
  GrowingValue size;
  int wakes = 0;
  std::optional<GrowingValue::Subscription> subscription = size.Subscribe([&] { ++wakes; });
  GrowingValue::Subscription moved = std::move(*subscription);
  subscription.reset();
  size.Advance(1);
  EXPECT_EQ(wakes, 1);
  moved = {};
  size.Advance(2);
  EXPECT_EQ(wakes, 1);
}

TEST(GrowingValue, EndsASubscriptionOnlyOnceItsWakeHasReturned) {
  GrowingValue size;
  std::atomic<bool> stop = false;
  std::jthread advancing([&] {
    for (std::uint64_t i = 1; !stop; ++i) size.Advance(i);
  });
  std::vector<std::jthread> subscribing;
  for (int i = 0; i < 3; ++i) {
    subscribing.emplace_back([&] {
      for (int n = 0; n < 50; ++n) {
        auto woken = std::make_unique<std::atomic<int>>(0);
        const auto subscription = size.Subscribe([&woken = *woken] { ++woken; });
        while (*woken == 0) std::this_thread::yield();
      }  // the subscription goes first; a late wake would touch freed memory
    });
  }
  subscribing.clear();
  stop = true;
}

}  // namespace
}  // namespace gongkai::runtime
