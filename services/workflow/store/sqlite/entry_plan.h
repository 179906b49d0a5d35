// Plans how a list finds the entries that match its filter. This code chooses the index, so that
// the choice is not left to a guess of the database.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "services/lib/listing/filter.h"
#include "services/lib/sql/connection.h"
#include "services/workflow/store/sqlite/merge.h"
#include "workflow/machine/states.h"

namespace gongkai::workflow {

// What happened in an entry: its action and the state that the action led to.
struct EntryKind {
  machine::Action action = machine::Action::kNone;
  machine::State to = machine::State::kNone;

  friend auto operator<=>(const EntryKind&, const EntryKind&) = default;
};

// Limits a list of entries to streams that an index serves. All matches are at positions from
// `first` to `last`, in the streams that `by` names. Each stream is in the order of positions, and
// several streams are merged.
//
//   by         streams                                          used if the filter names
//   kSubject   the chain of each subject, its refused attempts  subjects
//   kActor     each kind of entry of each actor                 actors, but no subject
//   kKind      each kind of entry                               actions or states, or excludes some
//   kPosition  the whole log                                    none of these
//
// A range of times becomes a range of positions, because times never go back.
struct EntryPlan {
  enum class By { kSubject, kActor, kKind, kPosition };

  By by = By::kPosition;
  std::set<std::string> names;   // subjects for kSubject, actors for kActor
  std::vector<EntryKind> kinds;  // kinds that a match can have, ascending
  std::int64_t first = 0;        // included
  std::int64_t last = -1;        // included
};

// Returns the plan for the entries before position `size`. Reads about 2 log2(size) entries if the
// filter names times. Throws CorruptError if this search meets a gap in the log.
EntryPlan PlanEntries(const listing::Filter& filter, std::int64_t size, sql::Connection& reader);

// Returns the keys {position, 0} of the first entries of the plan's streams, at most `limit`. The
// order is ascending, or descending if `down`. Not every key needs to match the filter.
std::vector<Key> NextPositions(const EntryPlan& plan, bool down, std::size_t limit,
                               sql::Connection& reader);

// Returns every statement that PlanEntries and NextPositions may run, for tests of the query plans.
std::vector<std::string> EntryStatements();

}  // namespace gongkai::workflow
