#include "services/workflow/store/sqlite/sqlite_reader.h"

#include <algorithm>
#include <utility>

#include "services/lib/sql/error.h"
#include "services/workflow/store/sqlite/rows.h"

namespace gongkai::workflow {
std::optional<ledger::Record> LogReader::FindRecord(std::string_view id, sql::Deadline deadline) {
  return SelectRecord(*database_.Read(deadline), id);
}

std::vector<ledger::Record> LogReader::FindRecords(std::span<const std::string> ids,
                                                   sql::Deadline deadline) {
  const sql::ReadLease lease = database_.Read(deadline);
  std::vector<ledger::Record> records;
  for (const std::string& id : ids) {
    if (auto record = SelectRecord(*lease, id)) records.push_back(*std::move(record));
  }
  return records;
}

bool LogReader::IsAuthor(const ledger::Record& record, const ledger::Actor& actor) {
  const sql::ReadLease lease = database_.Read();
  std::vector<merkle::Hash> parts;
  for (std::optional<ledger::Record> each = record; each;
       each = each->corrects.empty() ? std::nullopt : SelectRecord(*lease, each->corrects)) {
    parts.insert(parts.end(), each->parts.begin(), each->parts.end());
    parts.push_back(each->content);
  }
  const std::vector<std::string> authors = SelectAuthors(*lease, parts);
  return std::ranges::any_of(authors, [&](const std::string& author) {
    return author == actor.id || author == actor.on_behalf_of;
  });
}

ledger::Revocations LogReader::Revocations() { return ReadRevocations(*database_.Read()); }

std::uint64_t LogReader::Size() { return ReadNodes().Size(); }

std::int64_t LogReader::NewestTime() {
  const sql::ReadLease lease = database_.Read();
  sql::Statement& select = lease->Prepare("SELECT time_us FROM entry ORDER BY idx DESC LIMIT 1");
  select.Query();
  return select.Step() ? select.Int(0) : 0;
}

std::optional<ledger::Sealed> LogReader::FindEntry(std::uint64_t index) {
  const sql::ReadLease lease = database_.Read();
  return SelectEntry(*lease, index);
}

std::vector<ledger::Sealed> LogReader::ReadFrom(std::uint64_t index, std::size_t limit) {
  const sql::ReadLease lease = database_.Read();
  sql::Statement& select =
      lease->Prepare("SELECT idx, bytes, hash FROM entry WHERE idx >= $1 ORDER BY idx LIMIT $2");
  std::vector<ledger::Sealed> entries;
  for (select.Query(index, limit); select.Step();) entries.push_back(ReadSealed(select));
  return entries;
}

std::uint64_t LogReader::Nodes::Size() {
  sql::Statement& select = lease_->Prepare("SELECT size FROM tree");
  select.Query();
  const auto size = select.Step() ? static_cast<std::uint64_t>(select.Int(0)) : 0;
  select.Reset();
  return size;
}

merkle::Frontier LogReader::Nodes::Newest() { return ReadFrontier(*lease_); }

merkle::Hash LogReader::Nodes::Read(merkle::NodeId node) { return SelectNode(*lease_, node); }

}  // namespace gongkai::workflow
