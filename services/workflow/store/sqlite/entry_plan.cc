#include "services/workflow/store/sqlite/entry_plan.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "services/lib/listing/filter_bounds.h"
#include "services/lib/sql/error.h"
#include "services/workflow/store/sqlite/lists.h"
#include "workflow/base/time.h"

namespace gongkai::workflow {
namespace {

using machine::Action;
using machine::State;

// The streams; ORDER BY comes behind. Each names its index: with any other it fails.
constexpr std::string_view kChain =
    "SELECT idx FROM entry INDEXED BY entry_chain WHERE subject = $1 AND sequence > 0 AND idx >= "
    "$2 AND idx <= $3 ORDER BY idx";
constexpr std::string_view kDenied =
    "SELECT idx FROM entry INDEXED BY entry_denied WHERE subject = $1 AND sequence = 0 AND idx >= "
    "$2 AND idx <= $3 ORDER BY idx";
constexpr std::string_view kOfActor =
    "SELECT idx FROM entry INDEXED BY entry_actor WHERE actor = $1 AND action = $2 AND to_state = "
    "$3 AND idx >= $4 AND idx <= $5 ORDER BY idx";
constexpr std::string_view kOfKind =
    "SELECT idx FROM entry INDEXED BY entry_kind WHERE action = $1 AND to_state = $2 AND idx >= $3 "
    "AND idx <= $4 ORDER BY idx";
// Which kinds there are: the first from one on.
constexpr std::string_view kNextKindOfActor =
    "SELECT action, to_state FROM entry INDEXED BY entry_actor WHERE actor = $3 AND (action, "
    "to_state) >= ($1, $2) ORDER BY action, to_state LIMIT 1";
constexpr std::string_view kNextKind =
    "SELECT action, to_state FROM entry INDEXED BY entry_kind WHERE (action, to_state) >= ($1, $2) "
    "ORDER BY action, to_state LIMIT 1";
constexpr std::string_view kTime = "SELECT time_us FROM entry WHERE idx = $1";

// The statement with its order: each direction is a text of its own.
std::string_view Ordered(std::string_view statement, bool down) {
  static const std::array<std::pair<std::string_view, std::string>, 4> kDown{{
      {kChain, std::string(kChain) + " DESC"},
      {kDenied, std::string(kDenied) + " DESC"},
      {kOfActor, std::string(kOfActor) + " DESC"},
      {kOfKind, std::string(kOfKind) + " DESC"},
  }};
  if (!down) return statement;
  return std::ranges::find(kDown, statement, &std::pair<std::string_view, std::string>::first)
      ->second;
}

// Returns the kinds that a match can be of.
std::vector<EntryKind> KindsOf(const listing::Filter& filter) {
  std::vector<EntryKind> kinds;
  bool asked = false;
  for (std::size_t action = 1; action < machine::kActionCount; ++action) {
    for (std::size_t state = 0; state < machine::kStateCount; ++state) {
      const auto known = [&](std::string_view field) -> std::optional<listing::FilterValue> {
        const bool of_action = field == "action";
        if (!of_action && field != "to_state") return std::nullopt;
        asked = true;
        return static_cast<std::int64_t>(of_action ? action : state);
      };
      // A filter that asks about neither is about entries of every kind.
      if ((!kinds.empty() && !asked) || listing::CanMatch(filter, known)) {
        kinds.push_back({static_cast<Action>(action), static_cast<State>(state)});
      }
    }
  }
  return kinds;
}
constexpr std::size_t kAllKinds = (machine::kActionCount - 1) * machine::kStateCount;

// Returns the first position from `from` on, before `size`, whose entry has a time of at least
// `time`; `size` if there is none.
std::int64_t FirstAt(base::Time time, std::int64_t from, std::int64_t size,
                     sql::Connection& reader) {
  sql::Statement& select = reader.Prepare(kTime);
  while (from < size) {
    const std::int64_t middle = from + (size - from) / 2;
    select.Query(middle);
    if (!select.Step()) throw sql::CorruptError("the log has a gap");
    const bool before = select.Time(0) < time;
    select.Reset();
    (before ? from : size) = before ? middle + 1 : middle;
  }
  return from;
}

// Returns those of the plan's kinds of which there are entries, of this actor where one is given.
// Each that there is costs one step, and so does each gap between them, however many entries.
std::vector<EntryKind> PresentKinds(const EntryPlan& plan, const std::string* actor,
                                    sql::Connection& reader) {
  sql::Statement& select = reader.Prepare(actor == nullptr ? kNextKind : kNextKindOfActor);
  std::vector<EntryKind> present;
  for (auto kind = plan.kinds.begin(); kind != plan.kinds.end();) {
    const auto action = static_cast<int>(kind->action);
    const auto to = static_cast<int>(kind->to);
    if (actor == nullptr) {
      select.Query(action, to);
    } else {
      select.Query(action, to, std::string_view(*actor));
    }
    if (!select.Step()) break;
    const EntryKind found{ReadEnum<Action>(select.Int(0)), ReadEnum<State>(select.Int(1))};
    select.Reset();
    kind = std::lower_bound(kind, plan.kinds.end(), found);
    if (kind != plan.kinds.end() && *kind == found) present.push_back(*kind++);
  }
  select.Reset();
  return present;
}

// Whether a match can be a refused attempt, or can be something else.
bool HasKind(const EntryPlan& plan, bool denied) {
  return std::ranges::any_of(plan.kinds, [denied](const EntryKind& kind) {
    return (kind.action == Action::kDenied) == denied;
  });
}

}  // namespace

EntryPlan PlanEntries(const listing::Filter& filter, std::int64_t size, sql::Connection& reader) {
  EntryPlan plan{.kinds = KindsOf(filter)};
  const listing::FilterRange positions = listing::RangeOf(filter, "idx");
  plan.first = std::max<std::int64_t>(positions.first, 0);
  plan.last = std::min(positions.last, size - 1);
  const listing::FilterRange times = listing::RangeOf(filter, "time_us");
  if (times != listing::FilterRange() && plan.first <= plan.last) {
    const std::int64_t end = plan.last + 1;
    plan.first = FirstAt(base::FromMicros(times.first), plan.first, end, reader);
    // A last time is the greatest there is where the filter names none.
    if (times.last != listing::FilterRange().last) {
      plan.last = FirstAt(base::FromMicros(times.last + 1), plan.first, end, reader) - 1;
    }
  }
  if (auto subjects = listing::TextsOf(filter, "subject")) {
    plan.by = EntryPlan::By::kSubject;
    plan.names = *std::move(subjects);
  } else if (auto actors = listing::TextsOf(filter, "actor")) {
    plan.by = EntryPlan::By::kActor;
    plan.names = *std::move(actors);
  } else if (plan.kinds.size() < kAllKinds) {
    plan.by = EntryPlan::By::kKind;
  }
  return plan;
}

std::vector<Key> NextPositions(const EntryPlan& plan, bool down, std::size_t limit,
                               sql::Connection& reader) {
  Merge merge(down ? Merge::Order::kDown : Merge::Order::kUp, limit);
  const auto prepare = [&](std::string_view statement) -> sql::Statement& {
    return reader.Prepare(Ordered(statement, down));
  };
  if (plan.first > plan.last) return {};
  switch (plan.by) {
    case EntryPlan::By::kSubject:
      for (const std::string& name : plan.names) {
        for (const bool denied : {false, true}) {
          if (!HasKind(plan, denied)) continue;
          sql::Statement& rows = prepare(denied ? kDenied : kChain);
          rows.Query(std::string_view(name), plan.first, plan.last);
          merge.Add(rows);
        }
      }
      break;
    case EntryPlan::By::kActor:
      for (const std::string& name : plan.names) {
        for (const EntryKind& kind : PresentKinds(plan, &name, reader)) {
          sql::Statement& rows = prepare(kOfActor);
          rows.Query(std::string_view(name), static_cast<int>(kind.action),
                     static_cast<int>(kind.to), plan.first, plan.last);
          merge.Add(rows);
        }
      }
      break;
    case EntryPlan::By::kKind:
      for (const EntryKind& kind : PresentKinds(plan, /*actor=*/nullptr, reader)) {
        sql::Statement& rows = prepare(kOfKind);
        rows.Query(static_cast<int>(kind.action), static_cast<int>(kind.to), plan.first, plan.last);
        merge.Add(rows);
      }
      break;
    case EntryPlan::By::kPosition:
      // The log has no gaps.
      for (std::int64_t position = down ? plan.last : plan.first;
           plan.first <= position && position <= plan.last && merge.Keep({position, 0});) {
        position += down ? -1 : 1;
      }
      break;
  }
  return merge.Keys();
}

std::vector<std::string> EntryStatements() {
  std::vector<std::string> statements;
  for (const bool down : {false, true}) {
    for (const std::string_view each : {kChain, kDenied, kOfActor, kOfKind}) {
      statements.emplace_back(Ordered(each, down));
    }
  }
  for (const std::string_view each : {kNextKind, kNextKindOfActor, kTime}) {
    statements.emplace_back(each);
  }
  return statements;
}

}  // namespace gongkai::workflow
