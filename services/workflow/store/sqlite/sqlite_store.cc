#include "services/workflow/store/sqlite/sqlite_store.h"

#include "services/lib/sql/error.h"
#include "services/workflow/store/sqlite/entry_columns.h"
#include "services/workflow/store/sqlite/port_errors.h"
#include "services/workflow/store/sqlite/record_columns.h"
#include "services/workflow/store/sqlite/rows.h"
#include "workflow/ledger/reader.h"

namespace gongkai::workflow {
namespace {

// A page of the database has room for a row of this many and some more.
constexpr std::size_t kNodesInARow = 64;

// Runs what writes. When the disk is full, SQLite has not stored the transaction.
template <class Write>
void Writing(const Write& write) {
  try {
    write();
  } catch (const sql::DiskFullError& full) {
    throw ledger::StoreFull(full.what());
  }
}

// Runs statements that write, short of the commit. They can meet damage in an index that nothing
// was read from; then a page is none, or what it says breaks a rule of the schema.
template <class Put>
void Putting(const Put& put) {
  try {
    Writing(put);
  } catch (const sql::CorruptError& damage) {
    throw ledger::StoreNotWritten(damage.what());
  } catch (const sql::ConstraintError& broken) {
    throw ledger::StoreNotWritten(broken.what());
  }
}

}  // namespace

merkle::Frontier SqliteStore::LoadFrontier() {
  const merkle::Frontier frontier = WithPortErrors([this] { return SelectFrontier(connection_); });
  nodes_stored_ = nodes_committed_ = merkle::InnerNodeCount(frontier.size());
  return frontier;
}

base::Time SqliteStore::NewestTime() {
  return WithPortErrors([this] { return SelectNewestTime(connection_); });
}

ledger::Revocations SqliteStore::LoadRevocations() {
  return WithPortErrors([this] { return SelectRevocations(connection_, ledger::kEndOfLog); });
}

void SqliteStore::Begin() {
  Writing([this] { connection_.Begin(); });
}

void SqliteStore::Commit() {
  Writing([this] { connection_.Commit(); });
  nodes_committed_ = nodes_stored_;
}

void SqliteStore::Rollback() {
  connection_.Rollback();
  nodes_.clear();
  nodes_stored_ = nodes_committed_;
}

std::optional<ledger::Record> SqliteStore::FindRecord(const base::ReportId& id) {
  return WithPortErrors([&] { return SelectRecord(connection_, id); });
}

std::optional<ledger::Record> SqliteStore::FindRecordAt(const base::ReportId& id,
                                                        base::EntryIndex index) {
  return WithPortErrors([&] { return FoldRecordAt(connection_, id, index); });
}

std::optional<base::EntryIndex> SqliteStore::FindRequest(const base::ActorId& actor,
                                                         std::string_view request_id) {
  return WithPortErrors([&]() -> std::optional<base::EntryIndex> {
    sql::Statement& select =
        connection_.Prepare("SELECT idx FROM entry WHERE request_id = $1 AND actor = $2");
    select.Query(request_id, actor.text());
    if (!select.Step()) return std::nullopt;
    const base::EntryIndex index{static_cast<std::uint64_t>(select.Int(0))};
    select.Reset();
    return index;
  });
}

std::optional<ledger::Sealed> SqliteStore::FindEntry(base::EntryIndex index) {
  return WithPortErrors([&] { return SelectEntry(connection_, index); });
}

std::optional<ledger::ChainEnd> SqliteStore::FindChainEnd(const ledger::Subject& subject) {
  return WithPortErrors([&]() -> std::optional<ledger::ChainEnd> {
    sql::Statement& select = connection_.Prepare(
        "SELECT sequence, hash FROM entry INDEXED BY entry_chain WHERE subject = $1 AND sequence > "
        "0 ORDER BY idx DESC LIMIT 1");
    const std::string name = subject.Name();
    select.Query(name);
    if (!select.Step()) return std::nullopt;
    const ledger::ChainEnd end{.sequence = static_cast<std::uint64_t>(select.Int(0)),
                               .hash = ReadHash(select.Blob(1))};
    select.Reset();
    return end;
  });
}

std::optional<base::Digest> SqliteStore::NewestPolicy() {
  return WithPortErrors([this]() -> std::optional<base::Digest> {
    const auto newest = SelectPolicyAt(connection_, ledger::kEndOfLog);
    if (!newest) return std::nullopt;
    return SelectPolicyDigest(connection_, *newest);
  });
}

std::vector<base::ActorId> SqliteStore::AuthorsOf(std::span<const base::Digest> parts) {
  return WithPortErrors([&] { return SelectAuthors(connection_, parts); });
}

std::vector<base::Digest> SqliteStore::BroughtTo(const base::ReportId& report) {
  return WithPortErrors([&] { return SelectBrought(connection_, report); });
}

bool SqliteStore::IsInUse(std::span<const base::Digest> bytes) {
  return WithPortErrors([&] { return SelectInUse(connection_, bytes); });
}

std::uint32_t SqliteStore::LastFormNumber(std::string_view department, std::int32_t year) {
  return WithPortErrors([&] { return SelectLastFormNumber(connection_, department, year); });
}

std::optional<base::ReportId> SqliteStore::FindCorrection(const base::ReportId& corrected,
                                                          const base::ReportId& one) {
  return WithPortErrors([&] { return SelectCorrection(connection_, corrected, one); });
}

void SqliteStore::Append(const ledger::Sealed& sealed,
                         std::span<const merkle::Hash> completed_nodes) {
  Putting([&] { InsertEntry(connection_, sealed); });
  for (const merkle::Hash& node : completed_nodes) nodes_ += ViewOf(node);
  if (nodes_.size() >= kNodesInARow * sizeof(merkle::Hash)) PutNodes();
}

void SqliteStore::PutNodes() {
  if (nodes_.empty()) return;
  Putting([&] {
    connection_.Prepare("INSERT OR ROLLBACK INTO nodes (position, hashes) VALUES ($1, $2)")
        .Run(nodes_stored_, sql::Bytes{nodes_});
  });
  nodes_stored_ += nodes_.size() / sizeof(merkle::Hash);
  nodes_.clear();
}

void SqliteStore::PutAuthor(const base::Digest& part, const base::ActorId& author) {
  Putting([&] {
    connection_.Prepare("INSERT INTO author (part, author) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .Run(AsBytes(part), author.text());
  });
}

void SqliteStore::PutPolicyFile(const base::Digest& digest, std::string_view text) {
  Putting([&] {
    // What stands there already must be the same: SelectPolicyFile compares it with its digest.
    if (SelectPolicyFile(connection_, digest)) return;
    connection_.Prepare("INSERT OR ROLLBACK INTO policy_file (sha256, text) VALUES ($1, $2)")
        .Run(AsBytes(digest), sql::Bytes{text});
  });
}

void SqliteStore::PutRecord(const ledger::Record& record, bool keep) {
  Putting([&] {
    StoreRecord(connection_, record);
    if (keep) KeepRecord(connection_, record);
  });
}

void SqliteStore::PutFrontier(const merkle::Frontier& frontier) {
  PutNodes();
  std::string hashes;
  for (const merkle::Hash& hash : frontier.hashes()) hashes += AsBytes(hash).view;
  Putting([&] {
    connection_.Prepare("UPDATE tree SET size = $1, frontier = $2, root = $3")
        .Run(frontier.size(), sql::Bytes{hashes}, AsBytes(frontier.Root()));
  });
}

}  // namespace gongkai::workflow
