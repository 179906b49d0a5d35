// Proofs of the audit tree (RFC 6962 §2.1.1 and §2.1.2). The keeper of the log makes proofs from
// stored nodes; anybody can verify a proof.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "workflow/merkle/hash.h"
#include "workflow/merkle/tree.h"

// Thread-safe.
//
//   const std::vector<Hash> proof = InclusionProof(index, size, read);
//   if (!VerifyInclusion(LeafHash(bytes), index, size, proof, root)) return Corrupt();
namespace gongkai::merkle {

// Returns one stored hash: of a leaf at level 0, of an inner node at higher levels. Called only for
// nodes that are complete in the tree of the proof. The functions below do not catch the exceptions
// of a ReadNode.
using ReadNode = std::function<Hash(NodeId)>;

// Each of the next three functions reads O(log size) nodes: at most two for each level of the tree.

// Returns the root of the tree of the first `size` leaves.
Hash RootAt(std::uint64_t size, const ReadNode& read);

// Returns the proof that leaf `index` is in the tree of `size` leaves. Requires index < size.
std::vector<Hash> InclusionProof(std::uint64_t index, std::uint64_t size, const ReadNode& read);

// Returns the proof that the tree of `first` leaves is the beginning of the tree of `second`
// leaves. So no leaf was changed or removed in between. Requires 1 <= first <= second.
std::vector<Hash> ConsistencyProof(std::uint64_t first, std::uint64_t second, const ReadNode& read);

// The verifiers accept any input and return false unless the proof holds. The verifiers stop at the
// root, however long the proof is. Neighbouring sizes can have proofs of the same shape, so a proof
// is convincing only if size and root belong together: take both from one source, such as a signed
// checkpoint.

// Returns whether `proof` shows that the leaf with the hash `leaf` is leaf `index` of the tree with
// `size` leaves and the root `root`.
bool VerifyInclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                     std::span<const Hash> proof, const Hash& root);

// Returns whether `proof` shows that the tree of `first` leaves is the beginning of the tree of
// `second` leaves. Returns false if `first` is 0, because every tree is consistent with the empty
// tree.
bool VerifyConsistency(std::uint64_t first, std::uint64_t second, std::span<const Hash> proof,
                       const Hash& first_root, const Hash& second_root);

}  // namespace gongkai::merkle
