// Plans how a list finds the reports that match its filter. This code chooses the index, so that
// the choice is not left to a guess of the database.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/lib/listing/filter.h"
#include "services/lib/listing/filter_bounds.h"
#include "services/lib/sql/connection.h"
#include "services/workflow/store/sqlite/merge.h"
#include "workflow/ledger/reader.h"
#include "workflow/machine/states.h"

namespace gongkai::workflow {

// Limits a list of reports to streams that an index serves. All matches are in the streams that
// `by` names. Each stream is in the order of the list, and several streams are merged.
//
//   by         streams                              used
//   kWaiting   each state                           if the order is kLongestWaiting
//   kDue       each state; each department in it, if the order is kSoonestDue
//              if the filter limits them
//   kCreator   each creator                         else if the filter names creators
//   kState     each department in each state        else if states or departments are limited
//   kNumber    all reports                          otherwise
struct RecordPlan {
  enum class By { kWaiting, kDue, kCreator, kState, kNumber };

  By by = By::kNumber;
  std::set<std::string> creators;                    // for kCreator
  std::vector<machine::State> states;                // states that a match can have
  std::optional<std::set<std::string>> departments;  // nullopt: any
  listing::FilterRange since;  // of the times by which kWaiting and kDue are sorted
};

// Returns the plan. `states` are the states that may be listed. A key of the list is {number, 0} for
// kNewest, {state time, number} for kLongestWaiting and {due time, number} for kSoonestDue.
RecordPlan PlanRecords(const listing::Filter& filter, const std::vector<machine::State>& states,
                       ledger::RecordOrder order);

// Returns the keys of the first reports behind `after` in the plan's streams, at most `limit`. Not
// every report needs to match the filter.
std::vector<Key> NextRecords(const RecordPlan& plan, Key after, std::size_t limit,
                             sql::Connection& reader);

// Returns the ids of at most $2 reports of which there is something to record at the time $1.
inline constexpr std::string_view kSelectToNotify =
    "SELECT id FROM record INDEXED BY record_notify WHERE notify_us < 9223372036854775807 AND "
    "notify_us <= $1 ORDER BY notify_us LIMIT $2";

// Returns every statement that NextRecords and kSelectToNotify may run, for tests of the query plans.
std::vector<std::string> RecordStatements();

}  // namespace gongkai::workflow
