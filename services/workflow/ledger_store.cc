#include "services/workflow/ledger_store.h"

#include "services/storage/error.h"
#include "services/workflow/rows.h"

namespace gongkai::workflow {
namespace {

constexpr std::string_view kSelectEntries =
    "SELECT idx, bytes, hash FROM entry WHERE report = $1 AND idx <= $2 AND sequence > 0 "
    "ORDER BY idx";

constexpr std::string_view kInsertEntry =
    "INSERT OR ROLLBACK INTO entry (idx, bytes, hash, report, sequence, actor, action, to_state, "
    "time_us, request_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

constexpr std::string_view kInsertRecord =
    "INSERT OR ROLLBACK INTO record (number, id, state, sequence, head, head_hash, last_action, "
    "last_actor, department, creator, content, disclosure, approvals, contributors, claimed_by, "
    "claim_until_us, corrects, superseded_by, planned_us, comment, create_us, update_us, state_us, "
    "submit_us, publish_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
    "$15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)";

// What CREATE settled stays; writing it again would write its index again.
constexpr std::string_view kUpdateRecord =
    "UPDATE OR ROLLBACK record SET state = $3, sequence = $4, head = $5, head_hash = $6, "
    "last_action = $7, last_actor = $8, content = $11, disclosure = $12, approvals = $13, "
    "contributors = $14, claimed_by = $15, claim_until_us = $16, superseded_by = $18, "
    "planned_us = $19, comment = $20, update_us = $22, state_us = $23, submit_us = $24, "
    "publish_us = $25 WHERE number = $1 AND id = $2 AND department = $9 AND creator = $10 "
    "AND corrects = $17 AND create_us = $21";

}  // namespace

merkle::Frontier LedgerStore::LoadFrontier() {
  const merkle::Frontier frontier = ReadFrontier(connection_);
  nodes_ = committed_nodes_ = merkle::InnerNodeCount(frontier.size());
  return frontier;
}

void LedgerStore::Begin() { connection_.Begin(); }

void LedgerStore::Commit() {
  connection_.Commit();
  committed_nodes_ = nodes_;
}

void LedgerStore::Rollback() {
  connection_.Rollback();
  nodes_ = committed_nodes_;
}

std::optional<ledger::Record> LedgerStore::FindRecord(std::string_view id) {
  return SelectRecord(connection_, id);
}

std::optional<std::uint64_t> LedgerStore::FindRequest(std::string_view actor,
                                                      std::string_view request_id) {
  storage::Statement& select =
      connection_.Prepare("SELECT idx FROM entry WHERE request_id = $1 AND actor = $2");
  select.Query(request_id, actor);
  if (!select.Step()) return std::nullopt;
  const auto index = static_cast<std::uint64_t>(select.Int(0));
  select.Reset();
  return index;
}

std::vector<ledger::Sealed> LedgerStore::ReadReport(std::string_view id, std::uint64_t last) {
  storage::Statement& select = connection_.Prepare(kSelectEntries);
  std::vector<ledger::Sealed> entries;
  for (select.Query(id, last); select.Step();) entries.push_back(ReadSealed(select));
  return entries;
}

void LedgerStore::Append(const ledger::Sealed& sealed,
                         std::span<const merkle::Hash> completed_nodes) {
  const ledger::Entry& entry = sealed.entry;
  std::optional<std::string_view> request_id;
  if (!entry.request_id.empty()) request_id = entry.request_id;
  connection_.Prepare(kInsertEntry)
      .Run(entry.index, storage::Bytes{sealed.bytes}, AsBytes(sealed.hash), entry.report,
           entry.sequence, entry.actor, static_cast<int>(entry.action), static_cast<int>(entry.to),
           entry.time_us, request_id);
  for (const merkle::Hash& node : completed_nodes) {
    connection_.Prepare("INSERT OR ROLLBACK INTO node (position, hash) VALUES ($1, $2)")
        .Run(nodes_++, AsBytes(node));
  }
}

void LedgerStore::PutRecord(const ledger::Record& record) {
  RunWithRecord(connection_.Prepare(kUpdateRecord), record);
  if (connection_.Changes() == 0) RunWithRecord(connection_.Prepare(kInsertRecord), record);
}

void LedgerStore::PutFrontier(const merkle::Frontier& frontier) {
  std::string hashes;
  for (const merkle::Hash& hash : frontier.hashes()) hashes += AsBytes(hash).view;
  connection_.Prepare("UPDATE tree SET size = $1, frontier = $2, root = $3")
      .Run(frontier.size(), storage::Bytes{hashes}, AsBytes(frontier.Root()));
}

}  // namespace gongkai::workflow
