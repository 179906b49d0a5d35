// Proofs of the tree, made from the stored nodes. Each proof is verified before it is returned. All
// functions throw StoreDamaged if a stored node is missing or the stored tree contradicts its root.
#pragma once

#include <cstdint>
#include <vector>

#include "workflow/base/entry_index.h"
#include "workflow/error/result.h"
#include "workflow/ledger/reader.h"
#include "workflow/merkle/hash.h"
#include "workflow/merkle/tree.h"

namespace gongkai::ledger {

// Proves that an entry is in the tree `head`.
struct Inclusion {
  merkle::TreeHead head;
  std::vector<merkle::Hash> proof;
};

// Proves that the tree `first` is a prefix of the tree `second`.
struct Consistency {
  merkle::TreeHead first;
  merkle::TreeHead second;
  std::vector<merkle::Hash> proof;
};

// Returns the head of the tree of `size` entries; a size of 0 stands for the newest tree.
// Errors: TREE_SIZE_BEYOND_LOG.
Result<merkle::TreeHead> HeadAt(Reader& log, std::uint64_t size);
// Returns a proof that the entry `index`, whose leaf hash is `leaf`, is in the tree of `size`
// entries. A size of 0 stands for the newest tree. A tree without the entry is an INVALID_FIELD; a
// failed proof is LOG_CORRUPT.
// Errors: INVALID_FIELD, TREE_SIZE_BEYOND_LOG, LOG_CORRUPT.
Result<Inclusion> ProveInclusion(Reader& log, base::EntryIndex index, const merkle::Hash& leaf,
                                 std::uint64_t size);
// Returns a proof that the tree of `first` entries is a prefix of the tree of `second` entries.
// `first` is at least 1. A `second` of 0 stands for the newest tree; otherwise a `second` less than
// `first` is an INVALID_FIELD. A failed proof is LOG_CORRUPT.
// Errors: INVALID_FIELD, TREE_SIZE_BEYOND_LOG, LOG_CORRUPT.
Result<Consistency> ProveConsistency(Reader& log, std::uint64_t first, std::uint64_t second);

}  // namespace gongkai::ledger
