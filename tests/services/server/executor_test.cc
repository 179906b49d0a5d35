#include "services/server/executor.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <optional>
#include <set>
#include <thread>

namespace gongkai::server {
namespace {

// Holds each of `count` threads of the executor until it is opened.
class Gatekeeper {
 public:
  void Hold(Executor& executor, int count) {
    for (int i = 0; i < count; ++i) {
      std::promise<void> held;
      ASSERT_TRUE(executor.TryPost([this, &held] {
        held.set_value();
        opened_.wait();
      }));
      held.get_future().wait();
    }
  }
  void Open() { open_.set_value(); }

 private:
  std::promise<void> open_;
  std::shared_future<void> opened_ = open_.get_future().share();
};

TEST(Executor, RefusesWhatIsBeyondItsQueueAndTakesMoreOnceThereIsRoom) {
  Executor executor({.threads = 2, .queue = 3});
  Gatekeeper gatekeeper;
  gatekeeper.Hold(executor, 2);

  std::atomic<int> done = 0;
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(executor.TryPost([&] { ++done; }));
  EXPECT_FALSE(executor.TryPost([&] { done += 100; }));
  EXPECT_EQ(done, 0);

  gatekeeper.Open();
  while (done < 3) std::this_thread::yield();
  EXPECT_TRUE(executor.TryPost([&] { ++done; }));
  while (done < 4) std::this_thread::yield();
  EXPECT_EQ(done, 4);
}

TEST(Executor, RunsWhatIsQueuedBeforeItEnds) {
  std::atomic<int> done = 0;
  Gatekeeper gatekeeper;
  {
    Executor executor({.threads = 1, .queue = 100});
    gatekeeper.Hold(executor, 1);
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(executor.TryPost([&] { ++done; }));
    gatekeeper.Open();
  }
  EXPECT_EQ(done, 100);
}

TEST(Executor, RefusesWhatComesWhileItEnds) {
  std::promise<void> ending;
  std::atomic<bool> refused = false;
  {
    std::optional<Executor> executor;
    executor.emplace(Executor::Options{.threads = 1, .queue = 10});
    ASSERT_TRUE(executor->TryPost([&] {
      ending.get_future().wait();
      while (executor->TryPost([] {})) std::this_thread::yield();
      refused = true;
    }));
    ending.set_value();
  }
  EXPECT_TRUE(refused);
}

TEST(Executor, RunsAsManyAtOnceAsItHasThreads) {
  Executor executor({.threads = 3, .queue = 3});
  Gatekeeper gatekeeper;
  gatekeeper.Hold(executor, 3);  // comes back only when all three run
  gatekeeper.Open();
}

TEST(Executor, RunsEverythingOnceWhenManyPost) {
  std::atomic<int> done = 0;
  int accepted = 0;
  {
    Executor executor({.threads = 4, .queue = 16});
    std::atomic<int> accepted_by_all = 0;
    std::vector<std::jthread> posters;
    for (int i = 0; i < 4; ++i) {
      posters.emplace_back([&] {
        for (int n = 0; n < 1000; ++n) accepted_by_all += executor.TryPost([&] { ++done; });
      });
    }
    posters.clear();
    accepted = accepted_by_all;
  }
  EXPECT_GT(accepted, 0);
  EXPECT_EQ(done, accepted);
}

}  // namespace
}  // namespace gongkai::server
