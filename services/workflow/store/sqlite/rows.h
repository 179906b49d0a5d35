// Reads values of the ledger from the rows of the database.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/lib/sql/connection.h"
#include "services/lib/sql/statement.h"
#include "services/workflow/store/sqlite/lists.h"
#include "services/workflow/store/sqlite/record_columns.h"
#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/store.h"
#include "workflow/merkle/tree.h"

namespace gongkai::workflow {

// Returns the record of the report `id`, or nullopt if there is none.
std::optional<ledger::Record> SelectRecord(sql::Connection& connection, const base::ReportId& id);

// Returns the record as it was at position `index` of the log, or nullopt if the report had no
// entry by then. Starts from the newest kept record that is not newer than `index`, and folds the
// later entries of the report up to `index`.
std::optional<ledger::Record> FoldRecordAt(sql::Connection& connection, const base::ReportId& id,
                                           base::EntryIndex index);

// Folds the report's entries behind `after`, up to and including `last`, into the record. Calls
// `folded` after each entry. No `after` starts at the first entry. Refused attempts are
// skipped.
void FoldChain(sql::Connection& connection, const base::ReportId& id,
               std::optional<base::EntryIndex> after, base::EntryIndex last, ledger::Record& record,
               const std::function<void(const ledger::Sealed&)>& folded);

// Returns the entry of the statement's current row, decoded from its bytes. The first columns of
// the row must be idx, bytes and hash. Throws CorruptError if the bytes are not canonical, do not
// have the hash, or are the entry of another index.
ledger::Sealed ReadSealed(const sql::Statement& row);

// Returns the entry of this index, or nullopt if the log does not have the index yet.
std::optional<ledger::Sealed> SelectEntry(sql::Connection& connection, base::EntryIndex index);

// Returns the time of the newest entry, or Time{} if the log is empty.
base::Time SelectNewestTime(sql::Connection& connection);

// Returns the authors who brought any of these bytes, in whatever report. An author may occur
// twice.
std::vector<base::ActorId> SelectAuthors(sql::Connection& connection,
                                         std::span<const base::Digest> parts);

// Returns what ledger::Store::BroughtTo returns.
std::vector<base::Digest> SelectBrought(sql::Connection& connection, const base::ReportId& report);

// Returns what ledger::Store::IsInUse returns.
bool SelectInUse(sql::Connection& connection, std::span<const base::Digest> bytes);

// Returns what ledger::Store::FindCorrection returns.
std::optional<base::ReportId> SelectCorrection(sql::Connection& connection,
                                               const base::ReportId& corrected,
                                               const base::ReportId& one);

// Returns what ledger::Store::LastFormNumber returns.
std::uint32_t SelectLastFormNumber(sql::Connection& connection, std::string_view department,
                                   std::int32_t year);

// Returns the fold of the REVOKE entries up to and including `last`. There are few.
ledger::Revocations SelectRevocations(sql::Connection& connection, base::EntryIndex last);

// Returns the digest that the SET_POLICY at `index` names. Throws CorruptError if there is no such
// entry at that index.
base::Digest SelectPolicyDigest(sql::Connection& connection, base::EntryIndex index);

// Returns the newest SET_POLICY at or before `index`, or nullopt if there is none.
std::optional<base::EntryIndex> SelectPolicyAt(sql::Connection& connection, base::EntryIndex index);

// Returns the file of the policy with this digest, or nullopt if there is none. Throws CorruptError if
// the file does not have the digest.
std::optional<std::string> SelectPolicyFile(sql::Connection& connection,
                                            const base::Digest& digest);

// Returns the frontier of the stored tree. Throws CorruptError if the frontier is missing or does
// not have the stored root.
merkle::Frontier SelectFrontier(sql::Connection& connection);

// Returns the hash of a complete node. The hash of a leaf is read from its entry, the hash of an
// inner node from the stored nodes. Throws CorruptError if the node is missing.
merkle::Hash SelectNode(sql::Connection& connection, merkle::NodeId node);

// Returns the hash or digest as a blob parameter, which must outlive the run of the statement.
inline sql::Bytes AsBytes(const merkle::Hash& hash) { return {ViewOf(hash)}; }
inline sql::Bytes AsBytes(const base::Digest& digest) { return {digest.view()}; }

}  // namespace gongkai::workflow
