#include "services/workflow/store/sqlite/merge.h"

#include <gmock/gmock.h>

namespace gongkai::workflow {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(MergeTest, KeepsTheFirstKeysInItsOrder) {
  Merge up(Merge::Order::kUp, 3);
  for (const std::int64_t key : {5, 1, 4, 2, 3}) up.Keep({key, 0});
  EXPECT_THAT(up.Keys(), ElementsAre(Key{1, 0}, Key{2, 0}, Key{3, 0}));
  Merge down(Merge::Order::kDown, 3);
  for (const std::int64_t key : {5, 1, 4, 2, 3}) down.Keep({key, key});
  EXPECT_THAT(down.Keys(), ElementsAre(Key{5, 5}, Key{4, 4}, Key{3, 3}));
}

TEST(MergeTest, SaysWhenNoLaterKeyOfAStreamCanBeAmongTheFirst) {
  Merge merge(Merge::Order::kUp, 2);
  EXPECT_TRUE(merge.Keep({3, 0}));
  EXPECT_TRUE(merge.Keep({5, 0}));
  EXPECT_FALSE(merge.Keep({6, 0}));
  EXPECT_FALSE(merge.Keep({5, 1})) << "the second column counts too";
  EXPECT_TRUE(merge.Keep({4, 0}));
  EXPECT_FALSE(merge.Keep({5, 0})) << "it has been put out";
  EXPECT_THAT(merge.Keys(), ElementsAre(Key{3, 0}, Key{4, 0}));
}

TEST(MergeTest, MayBeOfNoneOrOfOne) {
  Merge none(Merge::Order::kUp, 0);
  EXPECT_FALSE(none.Keep({1, 0}));
  EXPECT_THAT(none.Keys(), IsEmpty());
  Merge one(Merge::Order::kUp, 1);
  EXPECT_TRUE(one.Keep({2, 0}));
  EXPECT_TRUE(one.Keep({1, 0}));
  EXPECT_THAT(one.Keys(), ElementsAre(Key{1, 0}));
}

}  // namespace
}  // namespace gongkai::workflow
