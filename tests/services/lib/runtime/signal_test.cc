#include "services/lib/runtime/signal.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace gongkai::runtime {
namespace {

TEST(Signal, WakesEachSubscriberAtEachAdvance) {
  Signal signal;
  int first = 0;
  int second = 0;
  const auto a = signal.Subscribe([&] { ++first; });
  signal.Advance(1);
  const auto b = signal.Subscribe([&] { ++second; });
  signal.Advance(2);
  EXPECT_EQ(first, 2);
  EXPECT_EQ(second, 1);
}

TEST(Signal, ShowsTheNewValueToThoseItWakes) {
  Signal signal;
  std::uint64_t seen = 0;
  const auto subscription = signal.Subscribe([&] { seen = signal.value(); });
  signal.Advance(7);
  EXPECT_EQ(seen, 7);
}

TEST(Signal, NeverGoesBackAndWakesNobodyForIt) {
  Signal signal;
  signal.Advance(5);
  int wakes = 0;
  const auto subscription = signal.Subscribe([&] { ++wakes; });
  signal.Advance(5);
  signal.Advance(4);
  EXPECT_EQ(signal.value(), 5);
  EXPECT_EQ(wakes, 0);
}

TEST(Signal, WakesNobodyWhoseSubscriptionHasEnded) {
  Signal signal;
  int wakes = 0;
  std::optional<Signal::Subscription> subscription = signal.Subscribe([&] { ++wakes; });
  Signal::Subscription moved = std::move(*subscription);
  subscription.reset();
  signal.Advance(1);
  EXPECT_EQ(wakes, 1);
  moved = {};
  signal.Advance(2);
  EXPECT_EQ(wakes, 1);
}

TEST(Signal, EndsASubscriptionOnlyOnceItsWakeHasReturned) {
  Signal signal;
  std::atomic<bool> stop = false;
  std::jthread advancing([&] {
    for (std::uint64_t i = 1; !stop; ++i) signal.Advance(i);
  });
  std::vector<std::jthread> subscribing;
  for (int i = 0; i < 3; ++i) {
    subscribing.emplace_back([&] {
      for (int n = 0; n < 50; ++n) {
        auto woken = std::make_unique<std::atomic<int>>(0);
        const auto subscription = signal.Subscribe([&woken = *woken] { ++woken; });
        while (*woken == 0) std::this_thread::yield();
      }  // the subscription goes first; a late wake would touch freed memory
    });
  }
  subscribing.clear();
  stop = true;
}

}  // namespace
}  // namespace gongkai::runtime
