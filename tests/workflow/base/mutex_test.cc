#include "workflow/base/mutex.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>
#include <vector>

namespace gongkai {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

TEST(Mutex, LetsOneThreadInAtATime) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 1000;
  Mutex mutex;
  int count = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        for (int round = 0; round < kRounds; ++round) {
          const MutexLock lock(mutex);
          ++count;
        }
      });
    }
  }
  EXPECT_EQ(count, kThreads * kRounds);
}

TEST(MutexLock, LetsOthersInBetweenUnlockAndLock) {
  Mutex mutex;
  int count = 0;
  MutexLock lock(mutex);
  lock.Unlock();
  std::jthread([&] {
    const MutexLock inner(mutex);
    ++count;
  }).join();
  lock.Lock();
  EXPECT_EQ(count, 1);
}

TEST(ConditionVariable, WakesWhoWaits) {
  Mutex mutex;
  ConditionVariable changed;
  int turn = 0;
  const std::jthread other([&] {
    MutexLock lock(mutex);
    turn = 1;
    changed.NotifyAll();
    while (turn != 2) changed.Wait(lock);
    turn = 3;
    changed.NotifyOne();
  });
  MutexLock lock(mutex);
  while (turn != 1) changed.Wait(lock);
  turn = 2;
  changed.NotifyAll();
  while (turn != 3) changed.Wait(lock);
}

TEST(ConditionVariable, WaitsNoLongerThanUntilTheDeadline) {
  Mutex mutex;
  ConditionVariable never;
  MutexLock lock(mutex);
  const auto deadline = steady_clock::now() + milliseconds(1);
  while (never.WaitUntil(lock, deadline)) {
  }
  EXPECT_GE(steady_clock::now(), deadline);
}

}  // namespace
}  // namespace gongkai
