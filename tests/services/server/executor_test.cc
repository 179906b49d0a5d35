#include "services/server/executor.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace gongkai::server {
namespace {

// Holds each of `count` threads of the executor, which must go first, until it is opened.
class Gatekeeper {
 public:
  void Hold(Executor& executor, int count) {
    for (int i = 0; i < count; ++i) {
      ASSERT_TRUE(executor.TryPost("user/a", [this] {
        ++held_;
        while (!open_) std::this_thread::yield();
      }));
    }
    while (held_ < count) std::this_thread::yield();
  }
  void Open() { open_ = true; }

 private:
  std::atomic<int> held_ = 0;
  std::atomic<bool> open_ = false;
};

TEST(Executor, RefusesWhatIsBeyondItsQueueAndTakesMoreOnceThereIsRoom) {
  Gatekeeper gatekeeper;
  Executor executor({.threads = 2, .queue = 6});
  gatekeeper.Hold(executor, 2);

  std::atomic<int> done = 0;
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(executor.TryPost("user/a", [&] { ++done; }));
  EXPECT_FALSE(executor.TryPost("user/a", [&] { done += 100; }));
  EXPECT_EQ(done, 0);

  gatekeeper.Open();
  while (done < 3) std::this_thread::yield();
  EXPECT_TRUE(executor.TryPost("user/a", [&] { ++done; }));
  while (done < 4) std::this_thread::yield();
  EXPECT_EQ(done, 4);
}

TEST(Executor, LetsNoCallersQueueDelayAnothersCall) {
  Gatekeeper gatekeeper;
  std::vector<std::string> ran;  // by the one thread
  {
    Executor executor({.threads = 1, .queue = 256});
    gatekeeper.Hold(executor, 1);
    int queued = 0;
    while (executor.TryPost("user/greedy", [&] { ran.emplace_back("greedy"); })) ++queued;
    EXPECT_EQ(queued, 128);  // the other half is for others
    EXPECT_TRUE(executor.TryPost("user/li-na", [&] { ran.emplace_back("li-na"); }));
    gatekeeper.Open();
  }
  ASSERT_EQ(ran.size(), 129U);
  EXPECT_EQ(ran[1], "li-na");
}

TEST(Executor, RunsWhatIsQueuedBeforeItEnds) {
  std::atomic<int> done = 0;
  Gatekeeper gatekeeper;
  {
    Executor executor({.threads = 1, .queue = 200});
    gatekeeper.Hold(executor, 1);
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(executor.TryPost("user/a", [&] { ++done; }));
    gatekeeper.Open();
  }
  EXPECT_EQ(done, 100);
}

TEST(Executor, RefusesWhatComesWhileItEnds) {
  bool refused = false;
  {
    Executor executor({.threads = 1, .queue = 1'000'000});
    ASSERT_TRUE(executor.TryPost("user/a", [&] {
      while (executor.TryPost("user/a", [] {})) std::this_thread::yield();
      refused = true;
    }));
  }
  EXPECT_TRUE(refused);
}

TEST(Executor, RunsAsManyAtOnceAsItHasThreads) {
  Gatekeeper gatekeeper;
  Executor executor({.threads = 3, .queue = 6});
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
        for (int n = 0; n < 1000; ++n)
          accepted_by_all += executor.TryPost("user/a", [&] { ++done; });
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
