#include "workflow/base/fair_queue.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace gongkai {
namespace {

using ::testing::ElementsAre;

std::vector<int> Drained(FairQueue<int>& queue) {
  std::vector<int> items;
  while (!queue.empty()) items.push_back(queue.Pop());
  return items;
}

TEST(FairQueue, KeepsTheOrderOfOneKey) {
  FairQueue<int> queue({.total = 10, .per_key = 10});
  for (int i = 1; i <= 4; ++i) ASSERT_TRUE(queue.TryPush("user/wang-fang", int{i}));
  EXPECT_THAT(Drained(queue), ElementsAre(1, 2, 3, 4));
}

TEST(FairQueue, GivesEachKeyItsTurn) {
  FairQueue<int> queue({.total = 100, .per_key = 10});
  for (int i = 1; i <= 4; ++i) ASSERT_TRUE(queue.TryPush("user/wang-fang", int{i}));
  ASSERT_TRUE(queue.TryPush("user/li-na", 10));
  ASSERT_TRUE(queue.TryPush("bot/website", 20));
  ASSERT_TRUE(queue.TryPush("bot/website", 21));
  EXPECT_THAT(Drained(queue), ElementsAre(1, 10, 20, 2, 21, 3, 4));
}

TEST(FairQueue, AKeyThatComesBackWaitsBehindTheOthers) {
  FairQueue<int> queue({.total = 10, .per_key = 10});
  ASSERT_TRUE(queue.TryPush("a", 1));
  ASSERT_TRUE(queue.TryPush("b", 10));
  ASSERT_TRUE(queue.TryPush("c", 20));
  EXPECT_EQ(queue.Pop(), 1);
  ASSERT_TRUE(queue.TryPush("a", 2));
  EXPECT_THAT(Drained(queue), ElementsAre(10, 20, 2));
}

TEST(FairQueue, RefusesAKeyPastItsBoundWhileOthersAreTaken) {
  FairQueue<int> queue({.total = 100, .per_key = 3});
  for (int i = 1; i <= 3; ++i) ASSERT_TRUE(queue.TryPush("a", int{i}));
  EXPECT_FALSE(queue.TryPush("a", 4));
  EXPECT_TRUE(queue.TryPush("b", 10));
  queue.Pop();
  EXPECT_TRUE(queue.TryPush("a", 4));
}

TEST(FairQueue, LeavesWhatItRefusesToItsOwner) {
  FairQueue<std::unique_ptr<int>> queue({.total = 10, .per_key = 0});
  auto item = std::make_unique<int>(7);
  EXPECT_FALSE(queue.TryPush("a", std::move(item)));
  ASSERT_NE(item, nullptr);  // NOLINT(bugprone-use-after-move): that is the question
  EXPECT_EQ(*item, 7);
}

// Whoever pushes as fast as he can, and however many do: somebody else gets in.
TEST(FairQueue, NoFewKeysTakeAllOfIt) {
  constexpr int kTotal = 64;
  for (int greedy = 1; greedy < kTotal; ++greedy) {
    FairQueue<int> queue({.total = kTotal, .per_key = kTotal});
    for (int round = 0; round < kTotal; ++round) {
      for (int key = 0; key < greedy; ++key) {
        (void)queue.TryPush("greedy/" + std::to_string(key), int{round});
      }
    }
    EXPECT_TRUE(queue.TryPush("user/li-na", 1)) << greedy << " greedy keys";
  }
}

TEST(FairQueue, HoldsNoMoreThanItsTotal) {
  FairQueue<int> queue({.total = 8, .per_key = 8});
  for (int key = 0; key < 8; ++key) ASSERT_TRUE(queue.TryPush(std::to_string(key), int{key}));
  EXPECT_FALSE(queue.TryPush("one more", 1));
  EXPECT_EQ(queue.size(), 8U);
}

TEST(FairQueue, PassesOverAKeyThatMayNotAndKeepsItsTurn) {
  FairQueue<int> queue({.total = 10, .per_key = 10});
  ASSERT_TRUE(queue.TryPush("a", 1));
  ASSERT_TRUE(queue.TryPush("b", 10));
  ASSERT_TRUE(queue.TryPush("b", 11));
  ASSERT_TRUE(queue.TryPush("a", 2));
  const auto not_a = [](const std::string& key) { return key != "a"; };
  EXPECT_EQ(queue.PopIf(not_a)->item, 10);
  EXPECT_EQ(queue.PopIf(not_a)->key, "b");
  EXPECT_FALSE(queue.Any(not_a));
  EXPECT_FALSE(queue.PopIf(not_a));
  ASSERT_TRUE(queue.TryPush("b", 12));
  EXPECT_TRUE(queue.Any(not_a));
  EXPECT_THAT(Drained(queue), ElementsAre(1, 12, 2));
}

// The same queue as one could write it without a thought for time: a list of what waits, and
// the order in which the keys have their turns.
class SlowQueue {
 public:
  bool TryPush(std::string key, int item, std::size_t total, std::size_t per_key) {
    const auto mine = static_cast<std::size_t>(std::ranges::count(items_, key, &Waiting::key));
    if (items_.size() >= total || mine >= per_key || mine >= total - items_.size()) return false;
    if (mine == 0) turns_.push_back(key);
    items_.push_back({std::move(key), item});
    return true;
  }

  std::optional<int> Pop() {
    if (turns_.empty()) return std::nullopt;
    const std::string key = turns_.front();
    turns_.erase(turns_.begin());
    const auto first = std::ranges::find(items_, key, &Waiting::key);
    const int item = first->item;
    items_.erase(first);
    if (std::ranges::find(items_, key, &Waiting::key) != items_.end()) turns_.push_back(key);
    return item;
  }

 private:
  struct Waiting {
    std::string key;
    int item;
  };
  std::vector<Waiting> items_;  // in the order they came
  std::vector<std::string> turns_;
};

TEST(FairQueue, DoesWhatASlowQueueDoes) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    const auto below = [&](unsigned bound) {
      return std::uniform_int_distribution<unsigned>(0, bound - 1)(random);
    };
    const std::size_t total = 1 + below(40);
    const std::size_t per_key = 1 + below(20);
    const unsigned keys = 1 + below(8);
    const unsigned pushes_of_ten = 1 + below(9);
    FairQueue<int> fast({.total = total, .per_key = per_key});
    SlowQueue slow;
    for (int step = 0; step < 1000; ++step) {
      if (below(10) < pushes_of_ten) {
        const std::string key = std::to_string(below(keys));
        ASSERT_EQ(fast.TryPush(key, int{step}), slow.TryPush(key, step, total, per_key))
            << "seed " << seed << ", step " << step;
      } else {
        const auto expected = slow.Pop();
        ASSERT_EQ(fast.empty(), !expected) << "seed " << seed << ", step " << step;
        if (expected) {
          ASSERT_EQ(fast.Pop(), *expected) << "seed " << seed << ", step " << step;
        }
      }
      ASSERT_LE(fast.size(), total);
    }
  }
}

}  // namespace
}  // namespace gongkai
