#include "services/workflow/store/sqlite/page_walk.h"

#include <gmock/gmock.h>

#include <optional>
#include <vector>

namespace gongkai::workflow {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

// A list of the keys 1, 2 … `rows`, of which those that `every` divides match.
class List {
 public:
  explicit List(std::int64_t rows, std::int64_t every = 1) : rows_(rows), every_(every) {}

  std::optional<Key> Walk(std::size_t page_size, std::int64_t after, std::size_t room = 1'000'000) {
    limits.clear();
    taken.clear();
    return WalkPage(
        page_size, Key{after, 0},
        [this](Key from, std::size_t limit) {
          limits.push_back(limit);
          std::vector<Key> keys;
          while (keys.size() < limit && from.first < rows_) keys.push_back({++from.first, 0});
          return keys;
        },
        [this](Key key) { return key.first % every_ == 0 ? std::optional(key) : std::nullopt; },
        [this, room](Key key) {
          if (taken.size() == room) return false;
          taken.push_back(key.first);
          return true;
        });
  }

  std::vector<std::size_t> limits;  // of each call for more keys
  std::vector<std::int64_t> taken;

 private:
  const std::int64_t rows_;
  const std::int64_t every_;
};

TEST(PageWalkTest, TheLastPageMayBeFull) {
  List three(3);
  EXPECT_EQ(three.Walk(3, 0), std::nullopt);
  EXPECT_THAT(three.taken, ElementsAre(1, 2, 3));
  EXPECT_THAT(three.limits, ElementsAre(4)) << "one more than the page holds";
}

TEST(PageWalkTest, TheNextPageBeginsBehindTheLastRowOfThisOne) {
  List four(4);
  EXPECT_EQ(four.Walk(3, 0), (Key{3, 0}));
  EXPECT_THAT(four.taken, ElementsAre(1, 2, 3));
  EXPECT_EQ(four.Walk(3, 3), std::nullopt);
  EXPECT_THAT(four.taken, ElementsAre(4));
}

TEST(PageWalkTest, APageWithoutRoomEndsBeforeTheRowThatDoesNotFit) {
  List four(4);
  EXPECT_EQ(four.Walk(3, 0, 1), (Key{1, 0}));
  EXPECT_THAT(four.taken, ElementsAre(1));
}

TEST(PageWalkTest, GoesOnBehindKeysThatAllWereThereAndDidNotMatch) {
  List sparse(10, 10);
  EXPECT_EQ(sparse.Walk(3, 0), std::nullopt);
  EXPECT_THAT(sparse.taken, ElementsAre(10));
  EXPECT_THAT(sparse.limits, ElementsAre(4, 1024));
  List exactly(4, 5);
  EXPECT_EQ(exactly.Walk(3, 0), std::nullopt);
  EXPECT_THAT(exactly.limits, SizeIs(2)) << "as many as asked for: there may be more";
}

TEST(PageWalkTest, LooksAtTenThousandRowsAtMost) {
  List barren(10'001, 10'001);
  EXPECT_EQ(barren.Walk(5, 0), (Key{10'000, 0}));
  EXPECT_TRUE(barren.taken.empty());
  std::size_t asked = 0;
  for (const std::size_t limit : barren.limits) asked += limit;
  EXPECT_EQ(asked, 10'000U);
  EXPECT_EQ(barren.Walk(5, 10'000), std::nullopt);
  EXPECT_THAT(barren.taken, ElementsAre(10'001));
}

}  // namespace
}  // namespace gongkai::workflow
