// The lists of SqliteReader: pages of records and of entries.
#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "services/lib/listing/filter_sql.h"
#include "services/workflow/store/sqlite/entry_plan.h"
#include "services/workflow/store/sqlite/filters.h"
#include "services/workflow/store/sqlite/page_walk.h"
#include "services/workflow/store/sqlite/port_errors.h"
#include "services/workflow/store/sqlite/record_plan.h"
#include "services/workflow/store/sqlite/rows.h"
#include "services/workflow/store/sqlite/sqlite_reader.h"
#include "services/workflow/store/sqlite/state_set.h"
#include "workflow/base/digest.h"
#include "workflow/error/errors.h"
#include "workflow/ledger/visibility.h"

namespace gongkai::workflow {
namespace {

using machine::State;

// Where a page ended, as a page token seals it.
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

// Returns the key that the token seals, or for an empty token `start`.
Result<Key> Open(const listing::PageTokens& tokens, const base::Digest& query,
                 std::string_view token, Key start) {
  if (token.empty()) return start;
  const Result<std::string> bytes = tokens.Open(query, token);
  if (!bytes) return bytes.error();
  return Read(*bytes);
}

// Returns the number of entries of the log.
std::int64_t SelectSize(sql::Connection& connection) {
  sql::Statement& select = connection.Prepare("SELECT size FROM tree");
  select.Query();
  const std::int64_t size = select.Step() ? select.Int(0) : 0;
  select.Reset();
  return size;
}

constexpr std::int64_t kNoBound = std::numeric_limits<std::int64_t>::max();

// Returns the filter for those matches of `filter` that entered their state at `time` or before.
listing::Filter EnteredUntil(base::Time time, listing::Filter filter) {
  listing::Filter until{.kind = listing::Filter::Kind::kComparison,
                        .comparison = {.field = RecordFields().Find("state_time"),
                                       .op = listing::FilterOperator::kLessOrEqual,
                                       .value = base::ToMicros(time)}};
  return {.operands = {std::move(filter), std::move(until)}};
}

// The first parameter after those that each list of records has.
constexpr int kFirstOfScope = 3;

// Returns the condition for the records that the department of the parameter `department` issues.
std::string IssuedBy(const std::string& department) {
  // Each of co_issuers is a line; see WriteLines.
  return "(department = " + department + " OR instr(char(10) || co_issuers, char(10) || " +
         department + " || char(10)) > 0)";
}

std::string ReachCondition(ledger::Scope::Reach reach) {
  switch (reach) {
    case ledger::Scope::Reach::kSubmitted:
      return "submitted IS NOT NULL";
    case ledger::Scope::Reach::kPassed:
      return "passed IS NOT NULL";
    case ledger::Scope::Reach::kDecided:
      break;
  }
  return Condition(StatesThat(ledger::IsDecided));
}

// Returns the departments that the parts of the scope name, in the order of their parameters.
std::vector<std::string_view> DepartmentsOf(const ledger::Scope& scope) {
  std::vector<std::string_view> departments;
  for (const ledger::Scope::Part& part : scope.parts) {
    departments.insert(departments.end(), part.departments.begin(), part.departments.end());
  }
  return departments;
}

// Returns the condition that keeps a list to the records that the viewer may know as a whole; see
// ledger::SightOf. Its parameters are $2, the department that Scope names, and from kFirstOfScope on
// DepartmentsOf.
std::string WholeCondition(const ledger::Scope& scope) {
  if (scope.all) return "1";
  std::string out = "0";
  int parameter = kFirstOfScope;
  for (const ledger::Scope::Part& part : scope.parts) {
    out += " OR (" + ReachCondition(part.reach);
    for (std::size_t i = 0; i < part.departments.size(); ++i) {
      out += (i == 0 ? " AND (" : " OR ") + IssuedBy('$' + std::to_string(parameter++));
    }
    out += part.departments.empty() ? ")" : "))";
  }
  if (!scope.department.empty()) out += " OR department = $2";
  if (!scope.co_issuer.empty()) out += " OR " + IssuedBy("$2");
  return '(' + out + ')';
}

// Returns the condition for all records that the viewer may know of. What is known only in its
// public part must not be found by what is not public of it.
std::string VisibleCondition(const ledger::Scope& scope, bool filter_is_public) {
  const std::string whole = WholeCondition(scope);
  return filter_is_public && !scope.all
             ? '(' + whole + " OR " + Condition(StatesThat(ledger::IsOrWasPublic)) + ')'
             : whole;
}

// Returns those of the wanted states in which there may be something that the viewer may know of:
// what can never be shown is not looked at.
std::vector<State> ListedStates(const std::vector<State>& wanted, const ledger::Scope& scope,
                                bool filter_is_public) {
  using Reach = ledger::Scope::Reach;
  const auto of_any_state = [](const ledger::Scope::Part& part) {
    return part.reach != Reach::kDecided;
  };
  const bool any =
      scope.all || !scope.department.empty() || std::ranges::any_of(scope.parts, of_any_state);
  const bool decided = std::ranges::find(scope.parts, Reach::kDecided,
                                         &ledger::Scope::Part::reach) != scope.parts.end();
  return StatesThat([&](State state) {
    return (any || (decided && ledger::IsDecided(state)) ||
            (filter_is_public && ledger::IsOrWasPublic(state))) &&
           (wanted.empty() || std::ranges::find(wanted, state) != wanted.end());
  });
}

// Returns the name of the order, which a page token is bound to.
std::string NameOf(ledger::RecordOrder order) {
  switch (order) {
    case ledger::RecordOrder::kLongestWaiting:
      return "waiting";
    case ledger::RecordOrder::kSoonestDue:
      return "due";
    case ledger::RecordOrder::kNewest:
      break;
  }
  return "newest";
}

}  // namespace

Result<std::string> SqliteReader::ListRecords(const ledger::RecordQuery& query,
                                              const ledger::Take<ledger::Record>& take,
                                              ledger::Deadline deadline) {
  const Result<int> size = listing::PageSize(query.page_size);
  if (!size) return size.error();
  Result<listing::Filter> filter = listing::ParseFilter(query.filter, RecordFields());
  if (!filter) return filter.error();
  const base::Time until = query.state_time_until;
  if (until != base::Time{}) filter = EnteredUntil(until, *std::move(filter));
  const ledger::Scope scope = ledger::ScopeOf(query.viewer);
  const std::vector<std::string_view> departments = DepartmentsOf(scope);
  const listing::Where where =
      listing::Compile(*filter, kFirstOfScope + static_cast<int>(departments.size()));
  const bool newest = query.order == ledger::RecordOrder::kNewest;
  const base::Digest digest =
      listing::QueryDigest({"records", query.filter, Condition(query.states), NameOf(query.order),
                            std::to_string(base::ToMicros(until))});
  const Result<Key> after =
      Open(tokens_, digest, query.page_token, newest ? Key{kNoBound, 0} : Key{-1, -1});
  if (!after) return after.error();

  const bool filter_is_public = IsPublicFilter(where.fields);
  const std::vector<State> states = ListedStates(query.states, scope, filter_is_public);
  const RecordPlan plan = PlanRecords(*filter, states, query.order);
  return WithPortErrors([&] {
    const sql::ReadLease connection = connections_.Lease(deadline);
    sql::Statement select = connection->PrepareOnce(
        "SELECT " + RecordColumns() + " FROM record WHERE number = $1 AND $2 IS NOT NULL AND " +
        VisibleCondition(scope, filter_is_public) + " AND " + Condition(states) + " AND " +
        where.condition);
    const auto find = [&](Key key) -> std::optional<ledger::Record> {
      select.Query(newest ? key.first : key.second, scope.department);
      int parameter = kFirstOfScope;
      for (const std::string_view department : departments) select.Bind(parameter++, department);
      where.BindTo(select);
      if (!select.Step()) return std::nullopt;
      ledger::Record record = ReadRecord(select);
      select.Reset();
      return record;
    };
    const auto next = [&](Key from, std::size_t limit) {
      return NextRecords(plan, from, limit, *connection);
    };
    const std::optional<Key> last =
        WalkPage(static_cast<std::size_t>(*size), *after, next, find, take);
    return last ? tokens_.Seal(digest, Write(*last)) : std::string();
  });
}

Result<ledger::EntryPage> SqliteReader::ListEntries(const ledger::EntryQuery& query,
                                                    const ledger::Take<ledger::Sealed>& take,
                                                    ledger::Deadline deadline) {
  const Result<int> size = listing::PageSize(query.page_size);
  if (!size) return size.error();
  const Result<listing::Filter> filter = listing::ParseFilter(query.filter, EntryFields());
  if (!filter) return filter.error();
  const listing::Where where = listing::Compile(*filter, 2);
  const bool down = query.descending;
  const base::Digest digest =
      listing::QueryDigest({"entries", query.filter, down ? "descending" : "ascending"});

  return WithPortErrors([&]() -> Result<ledger::EntryPage> {
    const sql::ReadLease connection = connections_.Lease(deadline);
    // The size of the log at the first page, and the last entry that was looked at.
    const std::int64_t now = SelectSize(*connection);
    const Result<Key> from = Open(tokens_, digest, query.page_token, {now, down ? now : -1});
    if (!from) return from.error();
    EntryPlan plan = PlanEntries(*filter, from->first, *connection);
    sql::Statement select = connection->PrepareOnce(
        "SELECT idx, bytes, hash FROM entry WHERE idx = $1 AND " + where.condition);
    const auto find = [&](Key key) -> std::optional<ledger::Sealed> {
      select.Query(key.first);
      where.BindTo(select);
      if (!select.Step()) return std::nullopt;
      ledger::Sealed sealed = ReadSealed(select);
      select.Reset();
      return sealed;
    };
    const auto next = [&](Key after, std::size_t limit) {
      if (down) {
        plan.last = std::min(plan.last, after.first - 1);
      } else {
        plan.first = std::max(plan.first, after.first + 1);
      }
      return NextPositions(plan, down, limit, *connection);
    };
    ledger::EntryPage page{.tree_size = static_cast<std::uint64_t>(from->first)};
    const std::optional<Key> last =
        WalkPage(static_cast<std::size_t>(*size), {from->second, 0}, next, find, take);
    if (last) page.next_page_token = tokens_.Seal(digest, Write({from->first, last->first}));
    return page;
  });
}

}  // namespace gongkai::workflow
