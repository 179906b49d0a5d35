// The shape of the tree (RFC 6962 §2.1) and the little of it that is needed to go on growing it.
//
// A node is complete once all leaves below it exist; from then on its hash never changes, so the
// complete nodes can be stored append-only. Only the nodes on the right edge of a tree are
// incomplete, and those are computed from complete ones whenever they are needed.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "workflow/merkle/hash.h"

namespace gongkai::merkle {

// A complete node: the root of the perfect subtree over the leaves
// [index << level, (index + 1) << level). Level 0 is the leaves.
struct NodeId {
  unsigned level;
  std::uint64_t index;  // within its level, from the left

  friend bool operator==(const NodeId&, const NodeId&) = default;
};

// How many complete inner nodes (level 1 and up) a tree of `size` leaves has.
constexpr std::uint64_t InnerNodeCount(std::uint64_t size) {
  return size - static_cast<std::uint64_t>(std::popcount(size));
}

// The place of a complete inner node (level 1 and up) in the order in which appending leaf after
// leaf completes them: 0, 1, 2 … without gaps, whatever the tree grows to.
constexpr std::uint64_t Position(NodeId node) {
  const std::uint64_t last_leaf = ((node.index + 1) << node.level) - 1;
  return InnerNodeCount(last_leaf) + (node.level - 1);
}

// The roots of the perfect subtrees that a tree consists of: one for each bit set in its size, the
// largest first. It is all that is needed to know the root and to append.
class Frontier {
 public:
  Frontier() = default;  // of the empty tree

  // A frontier that was stored; nullopt if so many hashes cannot be that of `size` leaves.
  static std::optional<Frontier> Load(std::uint64_t size, std::span<const Hash> hashes);

  std::uint64_t size() const { return size_; }

  // From left to right; valid until the frontier changes.
  std::span<const Hash> hashes() const { return std::span(hashes_).first(count()); }

  Hash Root() const;

  // The node's hash, if it is the root of one of these subtrees.
  std::optional<Hash> Find(NodeId node) const;

  // Appends one leaf and calls completed(NodeId, const Hash&) for every inner node that it
  // completes, the lowest first, so in the order of Position. The tree may have up to 2^64 - 1
  // leaves. If `completed` throws, the frontier stays as it was.
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
