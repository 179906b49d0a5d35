#include "services/lib/runtime/executor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace gongkai::runtime {
namespace {

// Holds threads of the executor until it is opened.
class Gatekeeper {
 public:
  // Queues `count` calls of one caller, each of which holds the thread that it gets.
  void Queue(Executor& executor, const std::string& caller, int count, Cost cost = Cost::kSmall) {
    for (int i = 0; i < count; ++i) {
      ASSERT_TRUE(executor.TryPost(caller, cost, [this](const Executor::Place&) {
        ++held_;
        while (!open_) std::this_thread::yield();
      }));
    }
  }
  // Waits until `count` threads are held.
  void Await(int count) const {
    while (held_ < count) std::this_thread::yield();
  }
  // Holds all of `count` threads, for as many callers.
  void HoldAll(Executor& executor, int count) {
    for (int i = 0; i < count; ++i) Queue(executor, "user/holder-" + std::to_string(i), 1);
    Await(count);
  }
  int held() const { return held_; }
  void Open() { open_ = true; }

 private:
  std::atomic<int> held_ = 0;
  std::atomic<bool> open_ = false;
};

TEST(Executor, RefusesWhatIsBeyondItsQueueAndTakesMoreOnceThereIsRoom) {
  Gatekeeper gatekeeper;
  Executor executor({.threads = 2, .queue = 6});
  gatekeeper.HoldAll(executor, 2);

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
    gatekeeper.HoldAll(executor, 1);
    int queued = 0;
    while (executor.TryPost("user/greedy", [&] { ran.emplace_back("greedy"); })) ++queued;
    EXPECT_EQ(queued, 128);  // the other half is for others
    EXPECT_TRUE(executor.TryPost("user/li-na", [&] { ran.emplace_back("li-na"); }));
    gatekeeper.Open();
  }
  ASSERT_EQ(ran.size(), 129U);
  EXPECT_EQ(ran[1], "li-na");
}

TEST(Executor, LeavesHalfOfTheQueueToOthersWhateverOneCallerAsksFor) {
  Gatekeeper gatekeeper;
  Executor executor({.threads = 1, .queue = 256});
  gatekeeper.HoldAll(executor, 1);
  int queued = 0;
  for (const Cost cost : {Cost::kLarge, Cost::kText, Cost::kSmall}) {
    for (int i = 0; i < 100; ++i) {
      queued += executor.TryPost("user/greedy", cost, [](const Executor::Place&) {}) ? 1 : 0;
    }
  }
  EXPECT_EQ(queued, 128);
  gatekeeper.Open();
}

// A call of whoever is given; returns when it has run.
void RunOne(Executor& executor, const std::string& caller) {
  std::atomic<bool> ran = false;
  ASSERT_TRUE(executor.TryPost(caller, [&] { ran = true; }));
  while (!ran) std::this_thread::yield();
}

TEST(Executor, FindsAThreadForOthersWhileOneCallersCallsNeverEnd) {
  for (int threads = 2; threads <= 9; ++threads) {
    Gatekeeper gatekeeper;
    Executor executor({.threads = threads, .queue = 256});
    gatekeeper.Queue(executor, "user/greedy", threads * 2);
    gatekeeper.Await((threads + 1) / 2);  // one alone has half, rounded up
    RunOne(executor, "user/li-na");
    EXPECT_EQ(gatekeeper.held(), (threads + 1) / 2) << threads << " threads";
    gatekeeper.Open();
  }
}

TEST(Executor, FindsAThreadForOthersWhileTheCallsOfAFewNeverEnd) {
  Gatekeeper gatekeeper;
  Executor executor({.threads = 16, .queue = 256});
  const std::vector<int> held_then{8, 12, 14, 15};
  for (std::size_t i = 0; i < held_then.size(); ++i) {
    gatekeeper.Queue(executor, "user/greedy-" + std::to_string(i), 16);
    gatekeeper.Await(held_then[i]);
    RunOne(executor, "user/li-na");
    EXPECT_EQ(gatekeeper.held(), held_then[i]);
  }
  gatekeeper.Open();
}

TEST(Executor, RunsFewLargeCallsOfOneCallerAtOnceAndHisSmallOnesBesideThem) {
  std::atomic<int> running = 0;
  std::atomic<bool> open = false;
  Executor executor({.threads = 16, .large_at_once = 2, .queue = 256});
  for (int i = 0; i < 16; ++i) {
    ASSERT_TRUE(executor.TryPost("user/greedy", Cost::kLarge, [&](const Executor::Place&) {
      ++running;
      while (!open) std::this_thread::yield();
    }));
  }
  while (running < 2) std::this_thread::yield();
  RunOne(executor, "user/greedy");
  RunOne(executor, "user/li-na");
  EXPECT_EQ(running, 2);
  open = true;
}

// Whoever has a thread for each cost has no more than whoever has one cost only.
TEST(Executor, GivesOneCallerHalfOfTheThreadsWhateverTheCallsCost) {
  Gatekeeper gatekeeper;
  Executor executor({.threads = 16, .queue = 256});
  gatekeeper.Queue(executor, "user/greedy", 20, Cost::kText);
  gatekeeper.Await(7);
  RunOne(executor, "user/greedy");  // a small call finds a thread beside the texts
  for (const Cost cost : {Cost::kLarge, Cost::kSmall}) {
    gatekeeper.Queue(executor, "user/greedy", 20, cost);
  }
  gatekeeper.Await(8);
  for (int i = 0; i < 20; ++i) RunOne(executor, "user/li-na");
  EXPECT_EQ(gatekeeper.held(), 8);
  gatekeeper.Open();
}

TEST(Executor, CountsACallForAsLongAsItsPlaceIsKept) {
  std::mutex mutex;
  std::vector<Executor::Place> kept;
  std::atomic<int> ran = 0;
  Executor executor({.threads = 16, .texts_at_once = 3, .large_at_once = 2, .queue = 256});
  const auto post = [&](Cost cost) {
    ASSERT_TRUE(executor.TryPost("user/greedy", cost, [&](Executor::Place place) {
      const std::scoped_lock lock(mutex);
      kept.push_back(std::move(place));
      ++ran;
    }));
  };
  const auto give_up_all = [&] {
    std::vector<Executor::Place> given_up;
    const std::scoped_lock lock(mutex);
    given_up.swap(kept);
    return given_up.size();
  };
  for (const auto& [cost, at_once] : {std::pair(Cost::kText, 3), {Cost::kLarge, 2}}) {
    ran = 0;
    for (int i = 0; i < 10; ++i) post(cost);
    for (int done = 0; done < 10; done += at_once) {
      const int next = std::min(done + at_once, 10);
      while (ran < next) std::this_thread::yield();
      RunOne(executor, "user/greedy");
      EXPECT_EQ(ran, next);  // and no more until places are given up
      EXPECT_EQ(give_up_all(), static_cast<std::size_t>(next - done));
    }
  }
}

TEST(Executor, KeepsTheOrderOfACallerWhoIsPassedOver) {
  std::vector<int> ran;
  {
    Gatekeeper first;
    Gatekeeper second;
    Executor executor({.threads = 2, .queue = 64});
    first.Queue(executor, "user/a", 1);
    first.Await(1);
    for (int i = 0; i < 10; ++i) {
      ASSERT_TRUE(executor.TryPost("user/a", [&, i] { ran.push_back(i); }));
    }
    RunOne(executor, "user/b");  // the other thread passes over what waits of user/a
    EXPECT_TRUE(ran.empty());
    second.Queue(executor, "user/b", 1);
    second.Await(1);
    first.Open();
    RunOne(executor, "user/a");
    second.Open();
  }
  EXPECT_EQ(ran, (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
}

// A thread that ends one caller's call can make room for two: of another caller and of the same.
TEST(Executor, LeavesNoThreadIdleForWhatMayRun) {
  Gatekeeper first;
  Gatekeeper rest;
  Executor executor({.threads = 6, .queue = 64});
  first.Queue(executor, "user/a", 1);
  rest.Queue(executor, "user/a", 1);
  rest.Queue(executor, "user/b", 2);
  rest.Await(3);
  first.Await(1);
  rest.Queue(executor, "user/b", 1);  // two of each run and two threads are free: they wait
  rest.Queue(executor, "user/a", 1);
  EXPECT_EQ(rest.held(), 3);
  first.Open();
  rest.Await(5);  // comes back only when both have a thread
  rest.Open();
}

TEST(Executor, RunsWhatIsQueuedBeforeItEnds) {
  std::atomic<int> done = 0;
  Gatekeeper gatekeeper;
  {
    Executor executor({.threads = 1, .queue = 200});
    gatekeeper.HoldAll(executor, 1);
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
  gatekeeper.HoldAll(executor, 3);  // comes back only when all three run
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
}  // namespace gongkai::runtime
