#include "workflow/merkle/tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <limits>
#include <stdexcept>
#include <vector>

#include "tests/workflow/merkle/naive_tree.h"
#include "tests/workflow/merkle/stored_tree.h"

namespace gongkai::merkle {
namespace {

constexpr std::uint64_t kLargest = std::numeric_limits<std::uint64_t>::max();
constexpr auto kIgnore = [](NodeId, const Hash&) {};

std::vector<Hash> HashesOf(const Frontier& frontier) {
  return {frontier.hashes().begin(), frontier.hashes().end()};
}

TEST(Frontier, OfNoLeavesIsTheEmptyTree) {
  const Frontier frontier;
  EXPECT_EQ(frontier.size(), 0u);
  EXPECT_TRUE(frontier.hashes().empty());
  EXPECT_EQ(frontier.Root(), EmptyRoot());
}

TEST(Frontier, HasTheRootOfEverySize) {
  constexpr std::uint64_t kSizes = 300;
  NaiveTree naive(DistinctLeaves(kSizes));
  Frontier frontier;
  for (std::uint64_t size = 1; size <= kSizes; ++size) {
    frontier.Append(naive.leaf(size - 1), kIgnore);
    EXPECT_EQ(frontier.size(), size);
    EXPECT_EQ(frontier.Root(), naive.Root(size)) << size;
  }
}

TEST(Frontier, HandsOutCompletedNodesLowestFirst) {
  const std::vector<Hash> leaves = DistinctLeaves(8);
  NaiveTree naive(leaves);
  Frontier frontier;
  std::vector<std::vector<NodeId>> completed;
  for (const Hash& leaf : leaves) {
    completed.emplace_back();
    frontier.Append(leaf, [&](NodeId node, const Hash&) { completed.back().push_back(node); });
  }
  const std::vector<std::vector<NodeId>> expected = {{}, {{1, 0}}, {}, {{1, 1}, {2, 0}},
                                                     {}, {{1, 2}}, {}, {{1, 3}, {2, 1}, {3, 0}}};
  EXPECT_EQ(completed, expected);
}

TEST(Frontier, FindsItsSubtreesAndNothingElse) {
  StoredTree tree;
  Frontier frontier;
  for (const Hash& leaf : DistinctLeaves(70)) {
    tree.Append(leaf);
    frontier.Append(leaf, kIgnore);
    std::vector<Hash> found;  // from the largest down: the order of hashes()
    for (unsigned level = 8; level-- > 0;) {
      for (std::uint64_t index = 0; index <= frontier.size() >> level; ++index) {
        const auto hash = frontier.Find({level, index});
        if (!hash) continue;
        EXPECT_EQ(*hash, tree.reader()({level, index}));
        found.push_back(*hash);
      }
    }
    EXPECT_EQ(found, HashesOf(frontier)) << frontier.size();
  }
}

TEST(Frontier, HandsOutTheHashOfThePerfectSubtree) {
  const std::vector<Hash> leaves = DistinctLeaves(64);
  Frontier frontier;
  for (const Hash& leaf : leaves) {
    frontier.Append(leaf, [&](NodeId node, const Hash& hash) {
      const auto begin = leaves.begin() + static_cast<std::ptrdiff_t>(node.index << node.level);
      NaiveTree subtree({begin, begin + (std::ptrdiff_t{1} << node.level)});
      EXPECT_EQ(hash, subtree.Root(std::uint64_t{1} << node.level))
          << "level " << node.level << " index " << node.index;
    });
  }
}

TEST(Frontier, GoesOnFromWhatWasStored) {
  constexpr std::uint64_t kSizes = 70;
  const std::vector<Hash> leaves = DistinctLeaves(kSizes);
  std::vector<Frontier> grown(1);
  for (const Hash& leaf : leaves) {
    grown.push_back(grown.back());
    grown.back().Append(leaf, kIgnore);
  }
  for (std::uint64_t from = 0; from <= kSizes; ++from) {
    auto frontier = Frontier::Load(from, grown[from].hashes());
    ASSERT_TRUE(frontier) << from;
    for (std::uint64_t to = from; to < kSizes; ++to) {
      frontier->Append(leaves[to], kIgnore);
      EXPECT_EQ(HashesOf(*frontier), HashesOf(grown[to + 1])) << from << " to " << to + 1;
    }
  }
}

TEST(Frontier, RefusesAWrongNumberOfHashes) {
  const std::vector<Hash> hashes(65, EmptyRoot());
  for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{7},
                                   std::uint64_t{8}, kLargest - 1, kLargest}) {
    const auto right = static_cast<std::size_t>(std::popcount(size));
    for (std::size_t count = 0; count <= hashes.size(); ++count) {
      const auto frontier = Frontier::Load(size, std::span(hashes).first(count));
      EXPECT_EQ(frontier.has_value(), count == right) << size << " with " << count;
    }
  }
}

// As when the disk refuses a node: the caller still holds the tree it had.
TEST(Frontier, StaysAsItWasIfANodeCannotBeTaken) {
  const std::vector<Hash> leaves = DistinctLeaves(8);
  Frontier frontier;
  for (std::size_t i = 0; i < 7; ++i) frontier.Append(leaves[i], kIgnore);
  const std::vector<Hash> before = HashesOf(frontier);
  const auto full_at_level_2 = [](NodeId node, const Hash&) {
    if (node.level == 2) throw std::runtime_error("disk full");
  };
  EXPECT_THROW(frontier.Append(leaves[7], full_at_level_2), std::runtime_error);
  EXPECT_EQ(frontier.size(), 7u);
  EXPECT_EQ(HashesOf(frontier), before);

  frontier.Append(leaves[7], kIgnore);
  EXPECT_EQ(frontier.Root(), NaiveTree(leaves).Root(8));
}

TEST(Frontier, GrowsToTheLargestSize) {
  // All leaves alike, so that each level has one hash.
  std::vector<Hash> levels = {LeafHash("leaf")};
  while (levels.size() < 64) levels.push_back(NodeHash(levels.back(), levels.back()));
  std::vector<Hash> hashes(levels.rbegin(), levels.rend() - 1);
  auto frontier = Frontier::Load(kLargest - 1, hashes);
  ASSERT_TRUE(frontier);
  frontier->Append(levels[0], kIgnore);
  EXPECT_EQ(frontier->size(), kLargest);
  hashes.push_back(levels[0]);
  EXPECT_EQ(HashesOf(*frontier), hashes);
}

TEST(Position, IsTheOrderOfCompletion) {
  StoredTree tree;  // it compares each node's position with the number of nodes before
  for (std::uint64_t size = 1; size <= 5000; ++size) {
    tree.Append(EmptyRoot());
    EXPECT_EQ(tree.inner_nodes(), InnerNodeCount(size)) << size;
  }
}

TEST(Position, FitsTheLargestTree) {
  // The left half of a tree of 2^64 - 1 leaves has 2^63; its root completes it.
  EXPECT_EQ(Position({63, 0}), InnerNodeCount(std::uint64_t{1} << 63) - 1);
  EXPECT_EQ(InnerNodeCount(kLargest), kLargest - 64);
}

}  // namespace
}  // namespace gongkai::merkle
