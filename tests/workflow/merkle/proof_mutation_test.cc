// What a forger could try: every valid proof of a set, changed a little, must be refused.
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "tests/workflow/merkle/naive_tree.h"
#include "workflow/merkle/proof.h"

namespace gongkai::merkle {
namespace {

constexpr std::uint64_t kLargest = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t kSizes = 300;
constexpr std::uint64_t kAllUpTo = 24;      // sizes of which every proof is tried
constexpr std::uint64_t kEveryBitUpTo = 7;  // and every single bit of every hash

Hash Flip(Hash hash, std::size_t bit) {
  hash[bit / 8] = static_cast<std::uint8_t>(hash[bit / 8] ^ 1u << bit % 8);
  return hash;
}

// Calls visit(a, b) for 1 <= a <= b <= kSizes: all pairs at first, then some of them.
template <class Visit>
void ForPairs(Visit visit) {
  std::uint64_t pair = 0;
  for (std::uint64_t b = 1; b <= kSizes; ++b) {
    for (std::uint64_t a = 1; a <= b; ++a) {
      if (b <= kAllUpTo || ++pair % 101 == 0) visit(a, b);
    }
  }
}

// Calls visit(what, proof) with each mutant of the proof. `extra` are the hashes to slip in.
template <class Visit>
void ForMutants(const std::vector<Hash>& proof, bool every_bit, std::vector<Hash> extra,
                Visit visit) {
  using Offset = std::vector<Hash>::difference_type;
  std::vector<Hash> mutant;
  for (std::size_t i = 0; i < proof.size(); ++i) {
    const std::size_t bits = every_bit ? 8 * sizeof(Hash) : 1;
    for (std::size_t bit = proof[i][0]; bit < proof[i][0] + bits; ++bit) {
      mutant = proof;
      mutant[i] = Flip(proof[i], bit % (8 * sizeof(Hash)));
      visit("flipped bit", mutant);
    }
    mutant = proof;
    mutant.erase(mutant.begin() + static_cast<Offset>(i));
    visit("dropped hash", mutant);
    for (std::size_t j = i + 1; j < proof.size(); ++j) {
      mutant = proof;
      std::swap(mutant[i], mutant[j]);
      visit("swapped hashes", mutant);
    }
  }
  extra.insert(extra.end(), proof.begin(), proof.end());
  for (std::size_t i = 0; i <= proof.size(); ++i) {
    for (const Hash& hash : extra) {
      mutant = proof;
      mutant.insert(mutant.begin() + static_cast<Offset>(i), hash);
      visit("added hash", mutant);
    }
  }
  mutant.assign(proof.size(), extra.front());
  if (!proof.empty()) visit("other hashes", mutant);
  if (!proof.empty()) visit("no hashes", {});
  mutant = proof;
  mutant.resize(proof.size() + 65, extra.front());
  visit("65 hashes too many", mutant);
}

// Sizes or indices to claim instead of `number`.
std::vector<std::uint64_t> Wrong(std::uint64_t number) {
  std::vector<std::uint64_t> wrong = {0, kLargest, kLargest - 1, number << 1, number << 32};
  for (std::uint64_t step = 1; step <= 9; ++step) {
    wrong.push_back(number + step);
    if (step <= number) wrong.push_back(number - step);
  }
  std::erase(wrong, number);
  return wrong;
}

class Mutants : public testing::Test {
 protected:
  NaiveTree tree_{DistinctLeaves(kSizes)};
};

TEST_F(Mutants, OfInclusionProofsAreRefused) {
  ForPairs([&](std::uint64_t number, std::uint64_t size) {
    const std::uint64_t index = number - 1;
    const Hash& leaf = tree_.leaf(index);
    const Hash root = tree_.Root(size);
    const std::vector<Hash> proof = tree_.InclusionProof(index, size);
    ASSERT_TRUE(VerifyInclusion(leaf, index, size, proof, root)) << index << " in " << size;

    ForMutants(proof, size <= kEveryBitUpTo, {LeafHash("extra"), leaf, root},
               [&](const char* what, const std::vector<Hash>& mutant) {
                 EXPECT_FALSE(VerifyInclusion(leaf, index, size, mutant, root))
                     << what << ": " << index << " in " << size;
               });
    EXPECT_FALSE(VerifyInclusion(Flip(leaf, 0), index, size, proof, root));
    EXPECT_FALSE(VerifyInclusion(leaf, index, size, proof, Flip(root, 255)));
    for (const std::uint64_t wrong : Wrong(index)) {
      EXPECT_FALSE(VerifyInclusion(leaf, wrong, size, proof, root))
          << wrong << " for " << index << " in " << size;
    }
    if (size == 1) return;
    EXPECT_FALSE(VerifyInclusion(root, index, size, proof, leaf));
    EXPECT_FALSE(VerifyInclusion(root, index, size, proof, root));
    EXPECT_FALSE(VerifyInclusion(leaf, index, size, proof, leaf));
  });
}

TEST_F(Mutants, OfConsistencyProofsAreRefused) {
  ForPairs([&](std::uint64_t first, std::uint64_t second) {
    const Hash first_root = tree_.Root(first);
    const Hash second_root = tree_.Root(second);
    const std::vector<Hash> proof = tree_.ConsistencyProof(first, second);
    ASSERT_TRUE(VerifyConsistency(first, second, proof, first_root, second_root))
        << first << " to " << second;

    ForMutants(proof, second <= kEveryBitUpTo, {LeafHash("extra"), first_root, second_root},
               [&](const char* what, const std::vector<Hash>& mutant) {
                 EXPECT_FALSE(VerifyConsistency(first, second, mutant, first_root, second_root))
                     << what << ": " << first << " to " << second;
               });
    EXPECT_FALSE(VerifyConsistency(first, second, proof, Flip(first_root, 0), second_root));
    EXPECT_FALSE(VerifyConsistency(first, second, proof, first_root, Flip(second_root, 255)));
    if (first == second) return;
    EXPECT_FALSE(VerifyConsistency(first, second, proof, second_root, first_root));
    EXPECT_FALSE(VerifyConsistency(second, first, proof, second_root, first_root));
    EXPECT_FALSE(VerifyConsistency(first, second, proof, first_root, first_root));
    EXPECT_FALSE(VerifyConsistency(first, second, proof, second_root, second_root));
  });
}

// A wrong size is refused whenever it changes the computation. Where it does not, no verifier of
// RFC 6962 can notice: this is why size and root must come from one place.
TEST_F(Mutants, OfTheSizesAreRefusedUnlessTheProofHasTheSameShape) {
  std::size_t refused = 0;
  ForPairs([&](std::uint64_t number, std::uint64_t size) {
    const Hash& leaf = tree_.leaf(number - 1);
    const Hash root = tree_.Root(size);
    const Hash first_root = tree_.Root(number);
    const std::vector<Hash> inclusion = tree_.InclusionProof(number - 1, size);
    const std::vector<Hash> consistency = tree_.ConsistencyProof(number, size);
    const auto check = [&](std::uint64_t first, std::uint64_t second) {
      const bool possible = 0 < first && first <= second;
      const bool accepted = VerifyConsistency(first, second, consistency, first_root, root);
      EXPECT_EQ(accepted,
                possible && ConsistencyShape(first, second) == ConsistencyShape(number, size))
          << first << " to " << second << " for " << number << " to " << size;
      refused += !accepted;
    };
    for (const std::uint64_t wrong : Wrong(size)) {
      const bool accepted = VerifyInclusion(leaf, number - 1, wrong, inclusion, root);
      EXPECT_EQ(accepted, number <= wrong &&
                              InclusionShape(number - 1, wrong) == InclusionShape(number - 1, size))
          << number - 1 << " in " << wrong << " for " << size;
      refused += !accepted;
      check(number, wrong);
      check(wrong, wrong);
    }
    for (const std::uint64_t wrong : Wrong(number)) check(wrong, size);
  });
  EXPECT_GT(refused, 1000u);
}

}  // namespace
}  // namespace gongkai::merkle
