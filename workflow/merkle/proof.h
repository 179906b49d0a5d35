// Proofs of the audit tree (RFC 6962 §2.1.1 and §2.1.2): made from stored nodes by whoever keeps
// the log, checked by anybody. Nothing here keeps state; all functions may be called from all
// threads at once.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "workflow/merkle/hash.h"
#include "workflow/merkle/tree.h"

namespace gongkai::merkle {

// Reads one stored hash: that of a leaf at level 0, of an inner node above. Asked only for nodes
// that are complete in the tree which the proof is about. What it throws passes through.
using ReadNode = std::function<Hash(NodeId)>;

// Each of these three reads O(log size) nodes: at most two for each level of the tree.

// The root when the log had `size` leaves.
Hash RootAt(std::uint64_t size, const ReadNode& read);

// Shows that leaf `index` is in the tree of `size` leaves; index < size.
std::vector<Hash> InclusionProof(std::uint64_t index, std::uint64_t size, const ReadNode& read);

// Shows that the tree of `first` leaves is the beginning of that of `second`, so that nothing was
// changed or removed since; 1 <= first <= second.
std::vector<Hash> ConsistencyProof(std::uint64_t first, std::uint64_t second, const ReadNode& read);

// The verifiers take any input, answer false unless the proof holds, and stop hashing where the
// tree ends, however long the proof. A proof convinces only as far as size and root belong
// together, since neighbouring sizes can have proofs of the same shape: take each such pair from
// one place, a signed checkpoint.

// `leaf` is the leaf's hash.
bool VerifyInclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                     std::span<const Hash> proof, const Hash& root);

// The empty tree (first = 0) is refused: anything would be consistent with it.
bool VerifyConsistency(std::uint64_t first, std::uint64_t second, std::span<const Hash> proof,
                       const Hash& first_root, const Hash& second_root);

}  // namespace gongkai::merkle
