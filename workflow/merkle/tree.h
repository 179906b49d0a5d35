// The shape of the tree (RFC 6962 §2.1), and the part of the tree that is needed to append leaves.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "workflow/merkle/hash.h"

namespace gongkai::merkle {

// Names a complete node: the root of the perfect subtree over the leaves
//   [index << level, (index + 1) << level).
// Leaves have level 0. A node is complete when all leaves below the node exist. Then the node's
// hash never changes, so complete nodes are stored append-only. Only nodes on the right edge of a
// tree are incomplete; their hashes are computed when needed.
struct NodeId {
  unsigned level;
  std::uint64_t index;  // within its level, from the left

  friend bool operator==(const NodeId&, const NodeId&) = default;
};

// Returns the number of complete inner nodes (level 1 and higher) of a tree of `size` leaves.
constexpr std::uint64_t InnerNodeCount(std::uint64_t size) {
  return size - static_cast<std::uint64_t>(std::popcount(size));
}

// Returns the position of a complete inner node (level 1 and higher) in the order in which appended
// leaves complete inner nodes: 0, 1, 2 … without gaps, for every size of the tree.
constexpr std::uint64_t Position(NodeId node) {
  const std::uint64_t last_leaf = ((node.index + 1) << node.level) - 1;
  return InnerNodeCount(last_leaf) + (node.level - 1);
}

// Names a tree of the log: its number of leaves, and its root.
struct TreeHead {
  std::uint64_t size = 0;
  Hash root{};

  friend bool operator==(const TreeHead&, const TreeHead&) = default;
};

// Keeps what is needed to append leaves and to compute the root: the roots of the perfect subtrees
// of a tree. There is one root for each bit that is set in the size, the largest subtree first. Not
// thread-safe.
//
//   Frontier frontier;
//   frontier.Append(LeafHash(bytes), [&](NodeId id, const Hash& node) { Store(id, node); });
//   const Hash root = frontier.Root();
class Frontier {
 public:
  // Makes the frontier of the empty tree.
  Frontier() = default;

  // Returns the frontier from its stored size and hashes. Returns nullopt if a tree of `size`
  // leaves has another number of hashes.
  static std::optional<Frontier> Load(std::uint64_t size, std::span<const Hash> hashes);

  // Returns the number of leaves.
  std::uint64_t size() const { return size_; }

  // Returns the roots of the subtrees from left to right. The span is valid until the frontier
  // changes.
  std::span<const Hash> hashes() const { return std::span(hashes_).first(count()); }

  // Returns the root of the tree.
  Hash Root() const;

  // Returns the node's hash if the node is the root of one of the subtrees, otherwise nullopt.
  std::optional<Hash> Find(NodeId node) const;

  // Appends one leaf. Calls completed(NodeId, const Hash&) for every inner node that the leaf
  // completes, the lowest node first, which is the order of Position. A tree has fewer than 2^64
  // leaves. If `completed` throws, the frontier does not change.
  template <class Completed>
  void Append(const Hash& leaf, Completed&& completed) {
    const auto merged = static_cast<unsigned>(std::countr_one(size_));
    const std::size_t kept = count() - merged;
    Hash hash = leaf;
    for (unsigned level = 1; level <= merged; ++level) {
      hash = NodeHash(hashes_[count() - level], hash);
      completed(NodeId{level, size_ >> level}, hash);
    }
    hashes_[kept] = hash;
    ++size_;
  }

 private:
  static constexpr std::size_t kMostSubtrees = 64;

  std::size_t count() const { return static_cast<std::size_t>(std::popcount(size_)); }

  std::uint64_t size_ = 0;
  std::array<Hash, kMostSubtrees> hashes_{};
};

}  // namespace gongkai::merkle
