// Between rows and the ledger's values.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/storage/connection.h"
#include "services/storage/statement.h"
#include "services/workflow/lists.h"
#include "services/workflow/record_columns.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/store.h"
#include "workflow/merkle/tree.h"

namespace gongkai::workflow {

// Returns the record of this report; nothing if there is none.
std::optional<ledger::Record> SelectRecord(storage::Connection& connection, std::string_view id);

// Returns the record as it was at the report's entry of this index: the fold of its entries, begun
// at the newest record that was kept.
std::optional<ledger::Record> FoldRecordAt(storage::Connection& connection, std::string_view id,
                                           std::uint64_t index);

// Folds the report's entries behind `after`, up to `last`, into the record, and calls `folded`
// after each.
void FoldChain(storage::Connection& connection, std::string_view id, std::int64_t after,
               std::uint64_t last, ledger::Record& record,
               const std::function<void(const ledger::Sealed&)>& folded);

// The entry of the statement's current row, whose first columns are idx, bytes and hash, decoded
// from its bytes. Throws CorruptError if the bytes are no entry, or not the one of this place and
// hash.
ledger::Sealed ReadSealed(const storage::Statement& row);

// Returns the entry of this index; nothing if the log has not come so far.
std::optional<ledger::Sealed> SelectEntry(storage::Connection& connection, std::uint64_t index);

// Returns who brought any of these bytes, in whatever report. Somebody may be named twice.
std::vector<std::string> SelectAuthors(storage::Connection& connection,
                                       std::span<const merkle::Hash> parts);

// Returns the {report} of the correction of this report that is not given up, nor withheld;
// nothing if there is none.
std::optional<std::string> SelectCorrection(storage::Connection& connection,
                                            std::string_view corrected);

// Returns the fold of the entries REVOKE, of which there are few.
ledger::Revocations ReadRevocations(storage::Connection& connection);

// Returns the tree as it is stored. Throws CorruptError if there is none, or it does not have its
// root.
merkle::Frontier ReadFrontier(storage::Connection& connection);

// Returns a complete node: a leaf's hash from its entry, an inner node's from where it is stored.
// Throws CorruptError if it is not there.
merkle::Hash SelectNode(storage::Connection& connection, merkle::NodeId node);

inline storage::Bytes AsBytes(const merkle::Hash& hash) { return {ViewOf(hash)}; }

}  // namespace gongkai::workflow
