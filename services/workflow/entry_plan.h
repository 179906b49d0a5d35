// How the entries that match a filter are found: which index serves is our choice, not the
// database's guess.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "services/storage/connection.h"
#include "services/storage/filter.h"
#include "services/workflow/merge.h"
#include "workflow/machine/states.h"

namespace gongkai::workflow {

// What happened in an entry.
struct EntryKind {
  machine::Action action = machine::Action::kNone;
  machine::State to = machine::State::kNone;

  friend auto operator<=>(const EntryKind&, const EntryKind&) = default;
};

// All matches are at positions from `first` to `last`, and in the streams that `by` names. Each
// stream is in the order of positions; the first of several come from merging them.
//
//   by         streams                                          used where the filter names
//   kSubject   the chain of each subject, its refused attempts  subjects
//   kActor     each kind of entry of each actor                 actors, but no subject
//   kKind      each kind of entry                               actions or states, or excludes some
//   kPosition  the whole log                                    none of these
//
// A range of times is a range of positions, for times never go back.
struct EntryPlan {
  enum class By { kSubject, kActor, kKind, kPosition };

  By by = By::kPosition;
  std::set<std::string> names;   // the subjects or actors
  std::vector<EntryKind> kinds;  // that a match can be of, in order
  std::int64_t first = 0;
  std::int64_t last = -1;
};

// Returns the plan for the entries before `size`. Reads about 2 log2(size) entries where the filter
// names times.
EntryPlan PlanEntries(const storage::Filter& filter, std::int64_t size,
                      storage::Connection& reader);

// Returns the keys, {position, 0}, of the first entries, at most `limit`, that the plan's streams
// have: ascending, or descending where `down`.
std::vector<Key> NextPositions(const EntryPlan& plan, bool down, std::size_t limit,
                               storage::Connection& reader);

// Every statement that NextPositions and PlanEntries may run, so that a test can read their plans.
std::vector<std::string> EntryStatements();

}  // namespace gongkai::workflow
