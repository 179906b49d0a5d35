#include "workflow/merkle/proof.h"

#include <algorithm>
#include <bit>
#include <optional>

namespace gongkai::merkle {
namespace {

// The subtree over the leaves [begin, end). It is perfect unless `end` is the size of the tree.
struct Subtree {
  std::uint64_t begin;
  std::uint64_t end;
};

// Steps from `tree`, of two leaves or more, down to the child that holds `leaf`, and returns the
// other child.
Subtree Descend(Subtree& tree, std::uint64_t leaf) {
  const std::uint64_t split = tree.begin + std::bit_floor(tree.end - tree.begin - 1);
  const Subtree left{tree.begin, split};
  const Subtree right{split, tree.end};
  tree = leaf < split ? left : right;
  return leaf < split ? right : left;
}

// Of a subtree that is not empty: the perfect subtrees it consists of, joined from the right.
Hash RootOf(Subtree tree, const ReadNode& read) {
  std::optional<Hash> root;
  while (tree.begin < tree.end) {
    const auto level = static_cast<unsigned>(std::countr_zero(tree.end - tree.begin));
    tree.end -= std::uint64_t{1} << level;
    const Hash left = read({level, tree.end >> level});
    root = root ? NodeHash(left, *root) : left;
  }
  return *root;
}

// A way from a leaf up to the root: node `index` on a level whose last node is `last`.
struct Climb {
  std::uint64_t index;
  std::uint64_t last;

  bool AtRoot() const { return last == 0; }

  void Up() {
    index >>= 1;
    last >>= 1;
  }

  // Joins the node with its sibling, not at the root; true if the sibling is the left one.
  bool Join() {
    // The last node of a level, if it is alone there, stands for its own parent.
    while (index == last && index % 2 == 0) Up();
    const bool is_left = index % 2 == 1;
    Up();
    return is_left;
  }
};

}  // namespace

Hash RootAt(std::uint64_t size, const ReadNode& read) {
  return size == 0 ? EmptyRoot() : RootOf({0, size}, read);
}

std::vector<Hash> InclusionProof(std::uint64_t index, std::uint64_t size, const ReadNode& read) {
  std::vector<Hash> proof;
  for (Subtree tree{0, size}; tree.end - tree.begin > 1;) {
    proof.push_back(RootOf(Descend(tree, index), read));
  }
  std::ranges::reverse(proof);
  return proof;
}

std::vector<Hash> ConsistencyProof(std::uint64_t first, std::uint64_t second,
                                   const ReadNode& read) {
  std::vector<Hash> proof;
  Subtree tree{0, second};
  while (tree.end != first) proof.push_back(RootOf(Descend(tree, first - 1), read));
  // If the walk ends at the whole first tree, the verifier has that root already.
  if (tree.begin != 0) proof.push_back(RootOf(tree, read));
  std::ranges::reverse(proof);
  return proof;
}

bool VerifyInclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                     std::span<const Hash> proof, const Hash& root) {
  if (index >= size) return false;
  Climb climb{index, size - 1};
  Hash hash = leaf;
  for (const Hash& sibling : proof) {
    if (climb.AtRoot()) return false;
    hash = climb.Join() ? NodeHash(sibling, hash) : NodeHash(hash, sibling);
  }
  return climb.AtRoot() && hash == root;
}

bool VerifyConsistency(std::uint64_t first, std::uint64_t second, std::span<const Hash> proof,
                       const Hash& first_root, const Hash& second_root) {
  if (first == 0 || first > second) return false;
  if (first == second) return proof.empty() && first_root == second_root;

  // Start at the largest perfect subtree that ends the first tree. Its root is the first hash of
  // the proof, unless the subtree is the whole first tree.
  Climb climb{first - 1, second - 1};
  while (climb.index % 2 == 1) climb.Up();
  Hash first_hash = first_root;
  if (climb.index != 0) {
    if (proof.empty()) return false;
    first_hash = proof.front();
    proof = proof.subspan(1);
  }

  Hash second_hash = first_hash;
  for (const Hash& sibling : proof) {
    if (climb.AtRoot()) return false;
    if (climb.Join()) {  // what is left of the first tree's last leaf belongs to both trees
      first_hash = NodeHash(sibling, first_hash);
      second_hash = NodeHash(sibling, second_hash);
    } else {
      second_hash = NodeHash(second_hash, sibling);
    }
  }
  return climb.AtRoot() && first_hash == first_root && second_hash == second_root;
}

}  // namespace gongkai::merkle
