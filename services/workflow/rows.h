// Between rows and the ledger's values: the one place where a record's columns are named.
#pragma once

#include <optional>
#include <string_view>

#include "services/storage/connection.h"
#include "services/storage/statement.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/store.h"
#include "workflow/merkle/tree.h"

namespace gongkai::workflow {

// The columns ReadRecord reads, in its order.
inline constexpr std::string_view kRecordColumns =
    "number, id, state, sequence, head, head_hash, last_action, last_actor, department, creator, "
    "content, disclosure, approvals, contributors, claimed_by, claim_until_us, corrects, "
    "superseded_by, planned_us, comment, create_us, update_us, state_us, submit_us, publish_us";

// The record of the statement's current row. Throws CorruptError if it is none that was stored.
ledger::Record ReadRecord(const storage::Statement& row);

// The record of this report; nothing if there is none.
std::optional<ledger::Record> SelectRecord(storage::Connection& connection, std::string_view id);

// Runs a statement whose parameters $1 … $25 are the columns of kRecordColumns.
void RunWithRecord(storage::Statement& statement, const ledger::Record& record);

// The columns ReadSealed reads.
inline constexpr std::string_view kEntryColumns = "idx, bytes, hash";

// The entry of the statement's current row, decoded from its bytes. Throws CorruptError if the
// bytes are no entry, or not the one of this place and hash.
ledger::Sealed ReadSealed(const storage::Statement& row);

// The tree as stored. Throws CorruptError if there is none, or it does not have its root.
merkle::Frontier ReadFrontier(storage::Connection& connection);

// Throws CorruptError unless `bytes` is a hash.
merkle::Hash ReadHash(std::string_view bytes);

inline storage::Bytes AsBytes(const merkle::Hash& hash) {
  return {{reinterpret_cast<const char*>(hash.data()), hash.size()}};
}

}  // namespace gongkai::workflow
