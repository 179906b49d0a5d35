#include "workflow/merkle/proof.h"

#include <gtest/gtest.h>

#include <bit>
#include <limits>
#include <random>
#include <utility>
#include <vector>

#include "tests/workflow/merkle/naive_tree.h"
#include "tests/workflow/merkle/stored_tree.h"

namespace gongkai::merkle {
namespace {

constexpr std::uint64_t kLargest = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t kHalf = std::uint64_t{1} << 63;
constexpr std::uint64_t kSizes = 300;

// A tree of any size without storing one: all leaves are alike, so each level has one hash. Counts
// the reads and checks that only complete nodes are asked for.
class UniformTree {
 public:
  explicit UniformTree(std::uint64_t size) : size_(size) {
    while (levels_.size() < 64) levels_.push_back(NodeHash(levels_.back(), levels_.back()));
  }

  ReadNode reader() {
    return [this](NodeId node) {
      ++reads_;
      EXPECT_LT(node.level, 64u);
      EXPECT_LT(node.index, size_ >> node.level) << "level " << node.level << " of " << size_;
      return levels_.at(node.level);
    };
  }

  const Hash& leaf() const { return levels_[0]; }

  // How many reads there were since it was last asked.
  std::uint64_t TakeReads() { return std::exchange(reads_, 0); }

 private:
  std::uint64_t size_;
  std::uint64_t reads_ = 0;
  std::vector<Hash> levels_ = {LeafHash("leaf")};
};

std::uint64_t TwoALevel(std::uint64_t size) {
  return 2 * static_cast<std::uint64_t>(std::bit_width(size));
}

class EverySize : public testing::Test {
 protected:
  EverySize() {
    for (std::uint64_t i = 0; i < kSizes; ++i) tree_.Append(naive_.leaf(i));
  }

  NaiveTree naive_{DistinctLeaves(kSizes)};
  StoredTree tree_;
  const ReadNode read_ = tree_.reader();
};

TEST_F(EverySize, HasItsRootLater) {
  for (std::uint64_t size = 0; size <= kSizes; ++size) {
    EXPECT_EQ(RootAt(size, read_), naive_.Root(size)) << size;
  }
}

TEST_F(EverySize, ProvesTheInclusionOfEveryLeaf) {
  for (std::uint64_t size = 1; size <= kSizes; ++size) {
    const Hash root = naive_.Root(size);
    for (std::uint64_t index = 0; index < size; ++index) {
      const std::vector<Hash> proof = InclusionProof(index, size, read_);
      ASSERT_EQ(proof, naive_.InclusionProof(index, size)) << index << " in " << size;
      ASSERT_TRUE(VerifyInclusion(naive_.leaf(index), index, size, proof, root))
          << index << " in " << size;
    }
  }
}

TEST_F(EverySize, ProvesConsistencyWithEverySizeBefore) {
  for (std::uint64_t second = 1; second <= kSizes; ++second) {
    const Hash second_root = naive_.Root(second);
    for (std::uint64_t first = 1; first <= second; ++first) {
      const std::vector<Hash> proof = ConsistencyProof(first, second, read_);
      ASSERT_EQ(proof, naive_.ConsistencyProof(first, second)) << first << " to " << second;
      ASSERT_TRUE(VerifyConsistency(first, second, proof, naive_.Root(first), second_root))
          << first << " to " << second;
    }
  }
}

TEST(InclusionProof, OfTheOnlyLeafIsEmpty) {
  const Hash leaf = LeafHash("only");
  EXPECT_TRUE(VerifyInclusion(leaf, 0, 1, {}, leaf));
  EXPECT_FALSE(VerifyInclusion(leaf, 0, 1, {}, LeafHash("other")));
}

TEST(InclusionProof, NothingIsInTheEmptyTree) {
  EXPECT_FALSE(VerifyInclusion(EmptyRoot(), 0, 0, {}, EmptyRoot()));
}

TEST(ConsistencyProof, NothingIsConsistentWithTheEmptyTree) {
  const Hash root = LeafHash("only");
  EXPECT_FALSE(VerifyConsistency(0, 1, {}, EmptyRoot(), root));
  EXPECT_FALSE(VerifyConsistency(0, 0, {}, EmptyRoot(), EmptyRoot()));
  EXPECT_FALSE(VerifyConsistency(0, kLargest, std::vector<Hash>(64), EmptyRoot(), root));
}

TEST(ConsistencyProof, NeverShrinks) {
  const Hash leaf = LeafHash("leaf");
  const Hash root = NodeHash(leaf, leaf);
  EXPECT_TRUE(VerifyConsistency(1, 2, std::vector{leaf}, leaf, root));
  EXPECT_FALSE(VerifyConsistency(2, 1, std::vector{leaf}, root, leaf));
  EXPECT_FALSE(VerifyConsistency(kLargest, 1, std::vector{leaf}, root, leaf));
}

TEST(ConsistencyProof, OfOneSizeIsEmptyAndOfOneRoot) {
  const Hash root = LeafHash("root");
  EXPECT_TRUE(VerifyConsistency(5, 5, {}, root, root));
  EXPECT_FALSE(VerifyConsistency(5, 5, {}, root, LeafHash("other")));
  EXPECT_FALSE(VerifyConsistency(5, 5, std::vector{root}, root, root));
}

TEST(Proofs, ReadNoMoreThanTwoNodesALevel) {
  std::mt19937_64 random(6962);
  for (int i = 0; i < 2000; ++i) {
    const std::uint64_t size = random() >> (random() % 63) | 1;
    UniformTree tree(size);
    const std::uint64_t index = random() % size;
    const ReadNode read = tree.reader();
    RootAt(size, read);
    EXPECT_LE(tree.TakeReads(), std::bit_width(size)) << size;
    InclusionProof(index, size, read);
    EXPECT_LE(tree.TakeReads(), TwoALevel(size)) << index << " in " << size;
    ConsistencyProof(index + 1, size, read);
    EXPECT_LE(tree.TakeReads(), TwoALevel(size)) << index + 1 << " to " << size;
  }
}

class LargestSizes : public testing::TestWithParam<std::uint64_t> {};

TEST_P(LargestSizes, HaveProofsThatHold) {
  const std::uint64_t size = GetParam();
  UniformTree tree(size);
  const ReadNode read = tree.reader();
  const Hash root = RootAt(size, read);
  for (const std::uint64_t index : {std::uint64_t{0}, std::uint64_t{1}, kHalf - 2, kHalf - 1, kHalf,
                                    kHalf + 1, size - 2, size - 1}) {
    if (index >= size) continue;
    tree.TakeReads();
    const std::vector<Hash> inclusion = InclusionProof(index, size, read);
    EXPECT_TRUE(VerifyInclusion(tree.leaf(), index, size, inclusion, root)) << index;
    const std::vector<Hash> consistency = ConsistencyProof(index + 1, size, read);
    EXPECT_LE(tree.TakeReads(), 2 * TwoALevel(size));
    EXPECT_TRUE(VerifyConsistency(index + 1, size, consistency, RootAt(index + 1, read), root))
        << index + 1;
  }
}

TEST_P(LargestSizes, RefuseProofsOfAnyOtherLength) {
  const std::uint64_t size = GetParam();
  UniformTree tree(size);
  const ReadNode read = tree.reader();
  const Hash root = RootAt(size, read);
  for (const std::uint64_t index : {std::uint64_t{0}, kHalf - 2, size - 2}) {
    std::vector<Hash> inclusion = InclusionProof(index, size, read);
    std::vector<Hash> consistency = ConsistencyProof(index + 1, size, read);
    const Hash first_root = RootAt(index + 1, read);
    const std::size_t inclusion_length = inclusion.size();
    const std::size_t consistency_length = consistency.size();
    inclusion.resize(70, tree.leaf());
    consistency.resize(70, tree.leaf());
    for (std::size_t length = 0; length <= 70; ++length) {
      EXPECT_EQ(VerifyInclusion(tree.leaf(), index, size, std::span(inclusion).first(length), root),
                length == inclusion_length)
          << index << " with " << length;
      EXPECT_EQ(VerifyConsistency(index + 1, size, std::span(consistency).first(length), first_root,
                                  root),
                length == consistency_length)
          << index + 1 << " with " << length;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Around, LargestSizes,
                         testing::Values(kHalf - 1, kHalf, kHalf + 1, kLargest - 1, kLargest));

TEST(Verifiers, RefuseWhateverIsNoProof) {
  std::mt19937_64 random(9162);
  std::vector<Hash> noise = DistinctLeaves(70);
  const auto number = [&] { return random() >> (random() % 64); };
  for (int i = 0; i < 20000; ++i) {
    const auto proof = std::span(noise).first(random() % (noise.size() + 1));
    const std::uint64_t first = number();
    const std::uint64_t second = number();
    EXPECT_FALSE(VerifyInclusion(EmptyRoot(), first, second, proof, LeafHash("root")))
        << first << " in " << second << " with " << proof.size();
    EXPECT_FALSE(VerifyConsistency(first, second, proof, LeafHash("one"), LeafHash("other")))
        << first << " to " << second << " with " << proof.size();
  }
}

}  // namespace
}  // namespace gongkai::merkle
