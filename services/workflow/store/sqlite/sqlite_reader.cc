#include "services/workflow/store/sqlite/sqlite_reader.h"

#include <algorithm>
#include <utility>

#include "services/workflow/store/sqlite/port_errors.h"
#include "services/workflow/store/sqlite/record_plan.h"
#include "services/workflow/store/sqlite/rows.h"

namespace gongkai::workflow {
namespace {

// Reads the tree in one snapshot, with a connection of its own.
class SqliteTree final : public ledger::TreeSnapshot {
 public:
  explicit SqliteTree(sql::ReadLease connection)
      : connection_(std::move(connection)), frontier_(SelectFrontier(*connection_)) {}

  const merkle::Frontier& frontier() const override { return frontier_; }
  merkle::Hash ReadNode(merkle::NodeId node) override {
    return WithPortErrors([&] { return SelectNode(*connection_, node); });
  }

 private:
  const sql::ReadLease connection_;
  const merkle::Frontier frontier_;
};

}  // namespace

template <class Read>
auto SqliteReader::Reading(ledger::Deadline deadline, const Read& read) {
  return WithPortErrors([&] {
    const sql::ReadLease connection = connections_.Lease(deadline);
    return read(*connection);
  });
}

std::optional<ledger::Record> SqliteReader::FindRecord(const base::ReportId& id,
                                                       ledger::Deadline deadline) {
  return Reading(deadline,
                 [&id](sql::Connection& connection) { return SelectRecord(connection, id); });
}

std::vector<ledger::Record> SqliteReader::FindRecords(std::span<const base::ReportId> ids,
                                                      ledger::Deadline deadline) {
  return Reading(deadline, [ids](sql::Connection& connection) {
    std::vector<ledger::Record> records;
    for (const base::ReportId& id : ids) {
      if (auto record = SelectRecord(connection, id)) records.push_back(*std::move(record));
    }
    return records;
  });
}

std::optional<ledger::Record> SqliteReader::FindRecordAt(const base::ReportId& id,
                                                         base::EntryIndex index) {
  return Reading({},
                 [&](sql::Connection& connection) { return FoldRecordAt(connection, id, index); });
}

std::optional<base::ReportId> SqliteReader::FindCorrection(const base::ReportId& corrected,
                                                           const base::ReportId& one) {
  return Reading({}, [&](sql::Connection& connection) {
    return SelectCorrection(connection, corrected, one);
  });
}

std::vector<base::ReportId> SqliteReader::ListToNotify(base::Time now, std::size_t limit) {
  return Reading({}, [=](sql::Connection& connection) {
    sql::Statement& select = connection.Prepare(kSelectToNotify);
    std::vector<base::ReportId> ids;
    for (select.Query(base::ToMicros(now), limit); select.Step();) {
      ids.emplace_back(select.Text(0));
    }
    return ids;
  });
}

std::optional<ledger::Sealed> SqliteReader::FindEntry(base::EntryIndex index) {
  return Reading({}, [=](sql::Connection& connection) { return SelectEntry(connection, index); });
}

std::vector<ledger::Sealed> SqliteReader::ReadFrom(base::EntryIndex index, std::size_t limit) {
  return Reading({}, [=](sql::Connection& connection) {
    sql::Statement& select = connection.Prepare(
        "SELECT idx, bytes, hash FROM entry WHERE idx >= $1 "
        "ORDER BY idx LIMIT $2");
    std::vector<ledger::Sealed> entries;
    for (select.Query(index, limit); select.Step();) entries.push_back(ReadSealed(select));
    return entries;
  });
}

std::vector<base::ActorId> SqliteReader::AuthorsOf(std::span<const base::Digest> parts) {
  return Reading({}, [=](sql::Connection& connection) { return SelectAuthors(connection, parts); });
}

ledger::Revocations SqliteReader::LoadRevocations(base::EntryIndex last) {
  return Reading({},
                 [=](sql::Connection& connection) { return SelectRevocations(connection, last); });
}

std::vector<base::EntryIndex> SqliteReader::PoliciesOf(base::EntryIndex first,
                                                       base::EntryIndex last) {
  return Reading({}, [=](sql::Connection& connection) {
    std::vector<base::EntryIndex> positions;
    for (auto at = SelectPolicyAt(connection, last); at;) {
      positions.push_back(*at);
      if (*at <= first || *at == base::EntryIndex{}) break;
      at = SelectPolicyAt(connection, base::EntryIndex{ToNumber(*at) - 1});
    }
    std::reverse(positions.begin(), positions.end());
    return positions;
  });
}

std::optional<std::string> SqliteReader::FindPolicyFile(const base::Digest& digest) {
  return Reading({},
                 [&](sql::Connection& connection) { return SelectPolicyFile(connection, digest); });
}

base::Time SqliteReader::NewestTime() { return Reading({}, SelectNewestTime); }

std::unique_ptr<ledger::TreeSnapshot> SqliteReader::ReadTree() {
  return WithPortErrors([this] { return std::make_unique<SqliteTree>(connections_.Lease({})); });
}

}  // namespace gongkai::workflow
