#include "services/workflow/store/sqlite/record_plan.h"

#include <string_view>
#include <utility>

namespace gongkai::workflow {
namespace {

using machine::State;

// The streams. Each names its index: with any other it fails.
constexpr std::string_view kWaiting =
    "SELECT state_us, number FROM record INDEXED BY record_waiting WHERE state = $1 AND (state_us, "
    "number) > ($2, $3) AND state_us <= $4 ORDER BY state_us, number";
constexpr std::string_view kDue =
    "SELECT due_us, number FROM record INDEXED BY record_due WHERE state = $1 AND (due_us, number) "
    "> "
    "($2, $3) AND due_us <= $4 ORDER BY due_us, number";
constexpr std::string_view kDueOfDepartment =
    "SELECT due_us, number FROM record INDEXED BY record_due_of WHERE state = $1 AND department = "
    "$2 AND (due_us, number) > ($3, $4) AND due_us <= $5 ORDER BY due_us, number";
constexpr std::string_view kOfCreator =
    "SELECT number FROM record INDEXED BY record_creator WHERE creator = $1 AND number < $2 ORDER "
    "BY number DESC";
constexpr std::string_view kOfDepartment =
    "SELECT number FROM record INDEXED BY record_newest WHERE state = $1 AND department = $2 AND "
    "number < $3 ORDER BY number DESC";
constexpr std::string_view kNextDepartment =
    "SELECT department FROM record INDEXED BY record_newest WHERE state = $1 AND department > $2 "
    "ORDER BY department LIMIT 1";
constexpr std::string_view kAll =
    "SELECT number FROM record WHERE number < $1 ORDER BY number DESC";

// Calls `each` with each department that has reports in this state, and perhaps with some that has
// none.
template <class Each>
void ForEachDepartment(const RecordPlan& plan, State state, sql::Connection& reader,
                       const Each& each) {
  if (plan.departments) {
    for (const std::string& department : *plan.departments) each(department);
    return;
  }
  std::string department;  // an empty name comes before all others
  for (bool more = true; more;) {
    each(department);
    sql::Statement& next = reader.Prepare(kNextDepartment);
    const std::string last = department;
    next.Query(static_cast<int>(state), std::string_view(last));
    more = next.Step();
    if (more) department = next.Text(0);
    next.Reset();
  }
}

// NextRecords for kDue and kWaiting.
std::vector<Key> NextByTime(const RecordPlan& plan, Key after, std::size_t limit,
                            sql::Connection& reader) {
  Merge merge(Merge::Order::kUp, limit);
  const bool by_due = plan.by == RecordPlan::By::kDue;
  const Key from = std::max(after, Key{plan.since.first, -1});
  for (const State state : plan.states) {
    if (by_due && plan.departments) {
      for (const std::string& department : *plan.departments) {
        sql::Statement& rows = reader.Prepare(kDueOfDepartment);
        rows.Query(static_cast<int>(state), std::string_view(department), from.first, from.second,
                   plan.since.last);
        merge.Add(rows, /*two_columns=*/true);
      }
      continue;
    }
    sql::Statement& rows = reader.Prepare(by_due ? kDue : kWaiting);
    rows.Query(static_cast<int>(state), from.first, from.second, plan.since.last);
    merge.Add(rows, /*two_columns=*/true);
  }
  return merge.Keys();
}

}  // namespace

RecordPlan PlanRecords(const listing::Filter& filter, const std::vector<State>& states,
                       ledger::RecordOrder order) {
  RecordPlan plan;
  for (const State state : states) {
    const auto known = [state](std::string_view field) -> std::optional<listing::FilterValue> {
      if (field != "state") return std::nullopt;
      return static_cast<std::int64_t>(state);
    };
    if (listing::CanMatch(filter, known)) plan.states.push_back(state);
  }
  plan.departments = listing::TextsOf(filter, "department");
  const bool by_due = order == ledger::RecordOrder::kSoonestDue;
  plan.since = listing::RangeOf(filter, by_due ? "due_us" : "state_us");
  if (by_due) {
    plan.by = RecordPlan::By::kDue;
  } else if (order == ledger::RecordOrder::kLongestWaiting) {
    plan.by = RecordPlan::By::kWaiting;
  } else if (auto creators = listing::TextsOf(filter, "creator")) {
    plan.by = RecordPlan::By::kCreator;
    plan.creators = *std::move(creators);
  } else if (plan.departments || plan.states.size() + 1 < machine::kStateCount) {
    plan.by = RecordPlan::By::kState;
  }
  return plan;
}

std::vector<Key> NextRecords(const RecordPlan& plan, Key after, std::size_t limit,
                             sql::Connection& reader) {
  if (plan.states.empty()) return {};
  if (plan.by == RecordPlan::By::kDue || plan.by == RecordPlan::By::kWaiting) {
    return NextByTime(plan, after, limit, reader);
  }
  Merge merge(Merge::Order::kDown, limit);
  if (plan.by == RecordPlan::By::kNumber) {
    sql::Statement& rows = reader.Prepare(kAll);
    rows.Query(after.first);
    merge.Add(rows);
  }
  for (const std::string& creator : plan.creators) {
    sql::Statement& rows = reader.Prepare(kOfCreator);
    rows.Query(std::string_view(creator), after.first);
    merge.Add(rows);
  }
  if (plan.by == RecordPlan::By::kState) {
    for (const State state : plan.states) {
      ForEachDepartment(plan, state, reader, [&](const std::string& department) {
        sql::Statement& rows = reader.Prepare(kOfDepartment);
        rows.Query(static_cast<int>(state), std::string_view(department), after.first);
        merge.Add(rows);
      });
    }
  }
  return merge.Keys();
}

std::vector<std::string> RecordStatements() {
  std::vector<std::string> statements;
  for (const std::string_view each : {kWaiting, kDue, kDueOfDepartment, kOfCreator, kOfDepartment,
                                      kNextDepartment, kAll, kSelectToNotify}) {
    statements.emplace_back(each);
  }
  return statements;
}

}  // namespace gongkai::workflow
