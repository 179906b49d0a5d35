// The only place that decides who may see what of a report, by state, role and revision. Every
// reply, stream, list, count and error asks these functions.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/digest.h"
#include "workflow/ledger/command.h"
#include "workflow/ledger/record.h"

namespace gongkai::ledger {

// Says how much of a record a viewer may see. A viewer with several roles sees the whole record if
// one of the roles does. Such a viewer sees the newest content that one of the roles may read.
//
//   who                         record                              content
//   drafters of its department  always                              every revision
//   the head of its department  always                              every revision
//   heads of those who issue it, too  always                        the newest one
//   legal reviewers *           once it was submitted               the last submitted one
//   secrecy reviewers *         once it entered secrecy review      the last one that entered it
//   publishers, the signatory * once it was decided: IsDecided      in CLEARED, FILED: that one
//   auditors                    always                              only what everybody may read
//   everybody                   from PUBLISHED on: its public part  in PUBLISHED: the published one
//   * whom the policy limits to the reports of some departments: of those only
enum class Sight {
  kNothing,  // the viewer may not even know that the report exists
  kPublic,   // the result of PublicPart
  kWhole,
};

// Returns how much of `record` the viewer may see.
Sight SightOf(const Actor& viewer, const Record& record);

// Returns whether the viewer may read every content that the report ever had.
bool SeesAllRevisions(const Actor& viewer, const Record& record);

// Returns the digest of the newest content that the viewer may read, or nullopt if there is none.
std::optional<base::Digest> VisibleContent(const Actor& viewer, const Record& record);

// Returns whether the viewer may know the digest of the record's content: may read the content, or
// is an auditor.
bool KnowsDigest(const Actor& viewer, const Record& record);

// Returns the record without the facts that are never public: people, approvals, claims, comments,
// plans.
Record PublicPart(const Record& record);

// Says how much of an entry the stream of changes may show to a viewer.
enum class ChangeSight {
  kNothing,
  kWithoutContent,  // all but the digest of the content
  kWhole,
};

// Returns how much of `entry` the stream of changes may show to the viewer. Nothing of entries
// DENIED and of entries that are not about a report. Otherwise all to an auditor. To any other
// viewer:
// - publishers, and the signatory whose report it is: all, if the report is PUBLISHED, RETRACTED or
//   SUPERSEDED before or after the entry, and if the report is CLEARED or FILED before or after the
//   entry and they may still read that content;
// - whoever sees the whole record for another reason than that it was decided: all but the digest,
//   and the digest if the viewer may read that content, or could once in public.
// `now` returns the record as it is now, or null, and is called only where the record decides.
ChangeSight SightOfChange(const Actor& viewer, const Entry& entry,
                          const std::function<const Record*()>& now);

// States SightOf as conditions on a set of records, for queries. The viewer sees the whole record
// if one condition holds.
struct Scope {
  enum class Reach {
    kSubmitted,  // records that were ever submitted
    kPassed,     // records that ever entered secrecy review
    kDecided,    // records of which IsDecided is true
  };
  // Records that came so far, as far as one of the departments issues them.
  struct Part {
    Reach reach = Reach::kSubmitted;
    std::span<const std::string> departments;  // empty: whoever issues them
  };

  bool all = false;  // every record
  std::vector<Part> parts;
  std::string_view department;  // records of this department; empty: none
  std::string_view co_issuer;   // records that this department issues, too; empty: none
};

// Returns the scope of the viewer. `viewer` must outlive the scope.
Scope ScopeOf(const Actor& viewer);

// Returns whether a report in this state is or was public.
constexpr bool IsOrWasPublic(machine::State state) {
  return state == machine::State::kPublished || state == machine::State::kRetracted ||
         state == machine::State::kSuperseded;
}

// Returns whether the reviewers have decided on a report in this state, and its department has not
// got it back: it is for publishers to see.
constexpr bool IsDecided(machine::State state) {
  return state == machine::State::kCleared || state == machine::State::kFiled ||
         state == machine::State::kWithheld || IsOrWasPublic(state);
}

}  // namespace gongkai::ledger
