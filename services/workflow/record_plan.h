// How the reports that match a filter are found: which index serves is our choice, not the
// database's guess.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/storage/connection.h"
#include "services/storage/filter.h"
#include "services/storage/filter_bounds.h"
#include "services/workflow/merge.h"
#include "workflow/machine/states.h"

namespace gongkai::workflow {

// All matches are in the streams that `by` names. Each stream is in the order of the list, and the
// first of several come from merging them.
//
//   by         streams                              used
//   kWaiting   each state                           for the order of waiting
//   kCreator   each creator                         else where the filter names creators
//   kState     each department in each state        else where states or departments are limited
//   kNumber    all reports                          else
struct RecordPlan {
  enum class By { kWaiting, kCreator, kState, kNumber };

  By by = By::kNumber;
  std::set<std::string> creators;
  std::vector<machine::State> states;                // that a match can be in
  std::optional<std::set<std::string>> departments;  // nullopt: any
  storage::FilterRange since_us;                     // when a match came into its state
};

// The order of a list. A key is {number, 0}, or for kLongestWaiting {state time, number}.
enum class RecordOrder { kNewest, kLongestWaiting };

// Returns the plan. `states` are those that may be listed.
RecordPlan PlanRecords(const storage::Filter& filter, const std::vector<machine::State>& states,
                       RecordOrder order);

// Returns the keys of the first reports, at most `limit`, that the plan's streams have behind
// `after`.
std::vector<Key> NextRecords(const RecordPlan& plan, Key after, std::size_t limit,
                             storage::Connection& reader);

// Every statement that NextRecords may run, so that a test can read their plans.
std::vector<std::string> RecordStatements();

}  // namespace gongkai::workflow
