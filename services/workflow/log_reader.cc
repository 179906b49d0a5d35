#include "services/workflow/log_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "services/storage/error.h"
#include "services/storage/filter_sql.h"
#include "services/workflow/filters.h"
#include "services/workflow/rows.h"
#include "workflow/error/errors.h"

namespace gongkai::workflow {
namespace {

// Where a page ended: two numbers, as a page token seals them.
struct Key {
  std::int64_t first = 0;
  std::int64_t second = 0;
};

std::string Write(Key key) { return std::to_string(key.first) + ',' + std::to_string(key.second); }

Result<Key> Read(std::string_view text) {
  Key key;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, key.first);
  if (first.ec != std::errc() || first.ptr == end) return errors::InvalidPageToken();
  const auto second = std::from_chars(first.ptr + 1, end, key.second);
  if (second.ec != std::errc() || second.ptr != end) return errors::InvalidPageToken();
  return key;
}

Result<Key> Open(const storage::PageTokens& tokens, std::string_view query_digest,
                 std::string_view token) {
  const Result<std::string> bytes = tokens.Open(query_digest, token);
  if (!bytes) return bytes.error();
  return Read(*bytes);
}

constexpr std::int64_t kNoBound = std::numeric_limits<std::int64_t>::max();

// Returns the condition that keeps a list to the records that the viewer may know as a whole; see
// ledger::SightOf. Its parameter is $3, the department.
std::string WholeCondition(const ledger::Scope& scope) {
  if (scope.all) return "1";
  std::string out = "0";
  if (scope.submitted) out += " OR submitted IS NOT NULL";
  if (scope.passed) out += " OR passed IS NOT NULL";
  if (scope.cleared) out += " OR state IN (6, 7, 8, 9)";
  if (!scope.department.empty()) out += " OR department = $3";
  return '(' + out + ')';
}

// Returns the condition for all records that the viewer may know of. What is known only in its
// public part must not be found by what is not public of it.
std::string VisibleCondition(const ledger::Scope& scope, bool filter_is_public) {
  static_assert(ledger::IsOrWasPublic(static_cast<machine::State>(7)) &&
                ledger::IsOrWasPublic(static_cast<machine::State>(8)) &&
                ledger::IsOrWasPublic(static_cast<machine::State>(9)) &&
                static_cast<machine::State>(6) == machine::State::kCleared);
  const std::string whole = WholeCondition(scope);
  return filter_is_public && !scope.all ? '(' + whole + " OR state IN (7, 8, 9))" : whole;
}

// `state IN (…)`; the numbers are the machine's own.
std::string Condition(const std::vector<machine::State>& states) {
  if (states.empty()) return "1";
  std::string out = "state IN (";
  for (const machine::State state : states) {
    if (out.back() != '(') out += ", ";
    out += std::to_string(static_cast<int>(state));
  }
  return out + ')';
}

}  // namespace

std::optional<ledger::Record> LogReader::FindRecord(std::string_view id,
                                                    storage::Deadline deadline) {
  return SelectRecord(*database_.Read(deadline), id);
}

std::vector<ledger::Record> LogReader::FindRecords(std::span<const std::string> ids,
                                                   storage::Deadline deadline) {
  const storage::ReadLease lease = database_.Read(deadline);
  std::vector<ledger::Record> records;
  for (const std::string& id : ids) {
    if (auto record = SelectRecord(*lease, id)) records.push_back(*std::move(record));
  }
  return records;
}

Result<std::string> LogReader::ListRecords(const RecordQuery& query,
                                           const Take<ledger::Record>& take,
                                           storage::Deadline deadline) {
  const Result<int> size = storage::PageSize(query.page_size);
  if (!size) return size.error();
  const Result<storage::Where> where = storage::Compile(query.filter, RecordFields(), 5);
  if (!where) return where.error();
  const bool waiting = query.longest_waiting_first;
  const std::string states = Condition(query.states);
  const ledger::Scope scope = ledger::ScopeOf(query.viewer);
  const std::string digest =
      storage::QueryDigest({"records", query.filter, states, waiting ? "waiting" : "newest"});
  // The last record of the page before: its state time, where that orders the list, and its number.
  Key after = waiting ? Key{-1, -1} : Key{0, kNoBound};
  if (!query.page_token.empty()) {
    const Result<Key> key = Open(tokens_, digest, query.page_token);
    if (!key) return key.error();
    after = *key;
  }

  const std::string sql =
      "SELECT " + RecordColumns() + " FROM record WHERE " +
      (waiting ? "(state_us, number) > ($1, $2)" : "$1 IS NOT NULL AND number < $2") +
      " AND $3 IS NOT NULL AND " + VisibleCondition(scope, IsPublicFilter(where->fields)) +
      " AND " + states + " AND " + where->condition + " ORDER BY " +
      (waiting ? "state_us, number" : "number DESC") + " LIMIT $4";
  const storage::ReadLease lease = database_.Read(deadline);
  storage::Statement select = lease->PrepareOnce(sql);
  select.Query(after.first, after.second, scope.department, *size + 1);
  where->BindTo(select);
  // One more than is wanted tells whether there is a next page.
  Key last;
  for (int taken = 0; select.Step(); ++taken) {
    const ledger::Record record = ReadRecord(select);
    if (taken == *size || !take(record)) return tokens_.Seal(digest, Write(last));
    last = {waiting ? record.state_us : 0, static_cast<std::int64_t>(record.number)};
  }
  return std::string();
}

bool LogReader::IsAuthor(const ledger::Record& record, const ledger::Actor& actor) {
  const storage::ReadLease lease = database_.Read();
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

std::optional<ledger::Sealed> LogReader::FindEntry(std::uint64_t index) {
  const storage::ReadLease lease = database_.Read();
  return SelectEntry(*lease, index);
}

Result<EntryPage> LogReader::ListEntries(const EntryQuery& query, const Take<ledger::Sealed>& take,
                                         storage::Deadline deadline) {
  const Result<int> size = storage::PageSize(query.page_size);
  if (!size) return size.error();
  const Result<storage::Where> where = storage::Compile(query.filter, EntryFields(), 4);
  if (!where) return where.error();
  const bool down = query.descending;
  const std::string digest =
      storage::QueryDigest({"entries", query.filter, down ? "descending" : "ascending"});
  // The size of the log at the first page, and the last entry of the page before.
  Key after;
  if (query.page_token.empty()) {
    after.first = static_cast<std::int64_t>(Size());
    after.second = down ? after.first : -1;
  } else {
    const Result<Key> key = Open(tokens_, digest, query.page_token);
    if (!key) return key.error();
    after = *key;
  }

  const std::string sql = std::string("SELECT idx, bytes, hash FROM entry WHERE idx < $1 AND ") +
                          (down ? "idx < $2" : "idx > $2") + " AND " + where->condition +
                          " ORDER BY idx" + (down ? " DESC" : "") + " LIMIT $3";
  const storage::ReadLease lease = database_.Read(deadline);
  storage::Statement select = lease->PrepareOnce(sql);
  EntryPage page{.tree_size = static_cast<std::uint64_t>(after.first)};
  select.Query(after.first, after.second, *size + 1);
  where->BindTo(select);
  std::int64_t last = 0;
  for (int taken = 0; select.Step(); ++taken) {
    const ledger::Sealed sealed = ReadSealed(select);
    if (taken == *size || !take(sealed)) {
      page.next_page_token = tokens_.Seal(digest, Write({after.first, last}));
      break;
    }
    last = static_cast<std::int64_t>(sealed.entry.index);
  }
  return page;
}

std::vector<ledger::Sealed> LogReader::ReadFrom(std::uint64_t index, std::size_t limit) {
  const storage::ReadLease lease = database_.Read();
  storage::Statement& select =
      lease->Prepare("SELECT idx, bytes, hash FROM entry WHERE idx >= $1 ORDER BY idx LIMIT $2");
  std::vector<ledger::Sealed> entries;
  for (select.Query(index, limit); select.Step();) entries.push_back(ReadSealed(select));
  return entries;
}

std::uint64_t LogReader::Nodes::Size() {
  storage::Statement& select = lease_->Prepare("SELECT size FROM tree");
  select.Query();
  const auto size = select.Step() ? static_cast<std::uint64_t>(select.Int(0)) : 0;
  select.Reset();
  return size;
}

merkle::Frontier LogReader::Nodes::Newest() { return ReadFrontier(*lease_); }

merkle::Hash LogReader::Nodes::Read(merkle::NodeId node) {
  const bool leaf = node.level == 0;
  storage::Statement& select = lease_->Prepare(leaf ? "SELECT hash FROM entry WHERE idx = $1"
                                                    : "SELECT hash FROM node WHERE position = $1");
  select.Query(leaf ? node.index : merkle::Position(node));
  if (!select.Step()) throw storage::CorruptError("a node of the tree is missing");
  const merkle::Hash hash = ReadHash(select.Blob(0));
  select.Reset();
  return hash;
}

}  // namespace gongkai::workflow
