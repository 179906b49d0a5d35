// The proof that a table passes every check, made by the compiler. table.cc makes the proof for
// kTransitions, so the library does not build if kTransitions fails a check.
#pragma once

#include "workflow/machine/checks.h"
#include "workflow/machine/laws.h"
#include "workflow/machine/table.h"

// Lists every check with the sentence that describes the fault. The list is a macro because the
// sentence of a static_assert must be a literal, and faults.h reports the same sentences at run
// time.
#define GONGKAI_MACHINE_CHECKS(CHECK)                                                              \
  CHECK(FindAmbiguity, "two rows share a state and an action")                                     \
  CHECK(FindUnreachable, "a state cannot be reached")                                              \
  CHECK(FindDeadEnd, "a report can come to where no final state is within reach")                  \
  CHECK(FindStuck, "an undecided report can come to where PUBLISHED is out of reach")              \
  CHECK(FindSideDoor<State::kPublished>,                                                           \
        "a path reaches PUBLISHED without both approvals of the published content")                \
  CHECK(FindSideDoor<State::kFiled>,                                                               \
        "a path reaches FILED without both approvals of the filed content")                        \
  CHECK(FindBreach<rules::MovesNothing>, "a row has no action or leads back to NONE")              \
  CHECK(FindBreach<rules::BelongsToAnother>, "a row belongs to a role whose turn it is not")       \
  CHECK(FindBreach<rules::PublishesAmiss>, "a row into PUBLISHED is not the guarded PUBLISH")      \
  CHECK(FindBreach<rules::FilesAmiss>, "a row into FILED is not the guarded FILE")                 \
  CHECK(FindBreach<rules::ReopensAmiss>, "a report leaves FILED or WITHHELD but by REASSESS")      \
  CHECK(FindBreach<rules::CorrectsTwice>, "a report may be reviewed beside another correction")    \
  CHECK(FindBreach<rules::GrantsAmiss>, "an approval is granted outside its review")               \
  CHECK(FindBreach<rules::GrantsUnbound>, "an approval is not bound to the content as submitted")  \
  CHECK(FindBreach<rules::GrantsBelowQuorum>, "an approval stands below its quorum")               \
  CHECK(FindBreach<rules::GrantsToSamePerson>, "one person may give both approvals")               \
  CHECK(FindBreach<rules::GrantsSecrecyFirst>, "secrecy may be approved without a legal approval") \
  CHECK(FindBreach<rules::LetsBotDecide>, "a bot may decide")                                      \
  CHECK(FindBreach<rules::LetsReviewOwn>, "a reviewer may act on a report of their own")           \
  CHECK(FindBreach<rules::IgnoresClaim>, "a claim does not keep others out")                       \
  CHECK(FindBreach<rules::TakesOverAmiss>, "a claim may be taken by whoever does not supervise")   \
  CHECK(FindBreach<rules::DecidesForOthers>, "a reviewer may decide for any department")           \
  CHECK(FindBreach<rules::ChangesContentAmiss>, "a row changes content unsaid or outside a draft") \
  CHECK(FindBreach<rules::KeepsApprovals>, "an approval outlives an edit or a return")             \
  CHECK(FindBreach<rules::SubmitsIncomplete>, "an incomplete report may be submitted")             \
  CHECK(FindBreach<rules::ClearsUnchecked>, "a report may be cleared or published with a leak")    \
  CHECK(FindBreach<rules::AdjudicatesAmiss>,                                                       \
        "a finding is adjudicated outside the secrecy review")                                     \
  CHECK(FindBreach<rules::ReportsLeakAmiss>, "a report of a leak does more than take it back")     \
  CHECK(FindBreach<rules::PurgesAmiss>, "bytes may be destroyed by one person, or by the way")     \
  CHECK(FindBreach<rules::SubmitsUnendorsed>,                                                      \
        "a report may be submitted without its endorsements")                                      \
  CHECK(FindBreach<rules::SubmitsToNobody>, "a report may be submitted to nobody")                 \
  CHECK(FindBreach<rules::EndorsesForAnother>, "a head may endorse for another department")        \
  CHECK(FindBreach<rules::SignsUnapproved>, "a report may be signed whose approvals do not count") \
  CHECK(FindBreach<rules::CrossesDepartments>, "a drafter may act on another department's report") \
  CHECK(FindBreach<rules::GivesNoAccount>, "a decision need not say why")                          \
  CHECK(FindBreach<rules::LeavesStage>, "a claim, a referral or a verdict leads out of its stage") \
  CHECK(FindBreach<rules::SupersedesAlone>, "a report may be superseded without a correction")

namespace gongkai::machine {

// Returns true. Compiles only if `kTable` passes every check.
//
//   static_assert(Proven<kTransitions>());
template <const auto& kTable>
consteval bool Proven() {
#define GONGKAI_PROVE(find, sentence) static_assert(!find(kTable), sentence);
  GONGKAI_MACHINE_CHECKS(GONGKAI_PROVE)
#undef GONGKAI_PROVE
  return true;
}

}  // namespace gongkai::machine
