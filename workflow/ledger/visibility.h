// Who may know what of a report: the one place that decides it, by state, role and revision. Every
// reply, stream, list, count and error asks here.
//
//   who                 record                                     content
//   its department      always                                     every revision
//   legal reviewers     once it was submitted                      the one submitted last
//   secrecy reviewers   once it entered secrecy review             the one that entered it last
//   publishers          while CLEARED, and from PUBLISHED on       the one cleared, while CLEARED
//   auditors            always                                     none beside what is public
//   everybody           what is public of it, from PUBLISHED on    the one published, while
//   PUBLISHED
#pragma once

#include <optional>
#include <string_view>

#include "workflow/ledger/command.h"
#include "workflow/ledger/record.h"

namespace gongkai::ledger {

// How much of a record somebody may know.
enum class Sight {
  kNothing,  // not even that the report exists
  kPublic,   // what PublicPart leaves
  kWhole,
};

Sight SightOf(const Actor& viewer, const Record& record);

// Returns whether every content that the report ever had may be read.
bool SeesAllRevisions(const Actor& viewer, const Record& record);

// Returns the digest of the newest content that may be read; nothing where none may be.
std::optional<merkle::Hash> VisibleContent(const Actor& viewer, const Record& record);

// Returns the record without what only those may know who have a part in it: people, approvals,
// claims, comments, plans.
Record PublicPart(const Record& record);

// Returns whether somebody who follows the ledger may be told of this change. `viewer` is an
// auditor, who is told everything, or somebody who is told only of what is or was public or
// cleared.
bool SeesChange(const Actor& viewer, const Entry& entry);

// The same as SightOf, as conditions over a whole set of records.
struct Scope {
  bool all = false;             // the whole of every record
  bool submitted = false;       // the whole of those that were ever submitted
  bool passed = false;          // the whole of those that ever entered secrecy review
  bool cleared = false;         // the whole of those that are cleared, or are or were public
  std::string_view department;  // the whole of this department's; empty: of none
};
// The scope refers to the viewer's department: `viewer` must outlive it.
Scope ScopeOf(const Actor& viewer);

// Returns whether a report in this state is or was public.
constexpr bool IsOrWasPublic(machine::State state) {
  return state == machine::State::kPublished || state == machine::State::kRetracted ||
         state == machine::State::kSuperseded;
}

}  // namespace gongkai::ledger
