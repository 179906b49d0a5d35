// The life of a report: THE table of who may do what in which state, under which conditions and
// with which effects. Only a transition of the table changes a report's state.
#pragma once

#include <array>

#include "workflow/machine/flags.h"
#include "workflow/machine/states.h"

namespace gongkai::machine {

// Names a condition of a transition, beside state and role. The table has no storage, no clock and
// no caller: the code that applies a transition tests the guards.
enum class Guard {
  // About the report and the request.
  kComplete,            // content complete and unchanged since, disclosure attribute set
  kReason,              // a reason is given
  kOpinion,             // the reviewer's opinion and the passed checklist are given
  kChecked,             // the result of the leak check of the content is given
  kVerdict,             // findings of the leak check and a verdict on them are given
  kBytes,               // the digests of bytes are given which are not the actor's, nor needed
  kProposed,            // somebody else has proposed to destroy exactly these bytes
  kSettled,             // no finding of the leak check is open or must be masked
  kContentAsSubmitted,  // the given digest is that of the report's present content
  kLegalFresh,          // a legal approval of exactly this content stands, at quorum
  kSecrecyFresh,        // a secrecy approval of exactly this content stands, at quorum
  kActiveDisclosure,    // the disclosure attribute is active disclosure (主动公开)
  kOtherDisclosure,     // the disclosure attribute is another: on request, or not disclosed
  kEndorsed,            // the heads that the policy asks for have endorsed exactly this content
  kReviewable,          // each stage of review has enough people left who may decide
  kSigned,              // a signature of exactly this content stands, where the policy asks for it
  kDecision,            // the final disclosure attribute is given
  kPlannedTime,         // the planned time of publication has come
  kGround,              // the code of a legal ground is given
  kReferral,            // the authority and the question are given
  kAnswer,              // the authority's answer is given
  kCorrection,          // a correction of this report is published in the same commit
  kOnlyCorrection,  // if the report corrects another: it may, and no third report corrects that one
  // About the actor.
  kFourEyes,             // wrote or brought no part of the report, over its whole history
  kOtherReviewer,        // gave no standing approval, in any stage
  kNotItsEndorser,       // gave no standing endorsement
  kPersonOnly,           // is neither a bot nor a service
  kNotClaimedByAnother,  // nobody else holds the report's claim
  kClaimedByAnother,     // somebody else holds the report's claim
  kSupervises,           // supervises those who act in the role of the transition
  kItsReports,           // decides on the reports of a department that issues the report
  kSameDepartment,       // belongs to the report's department
  kIssuingDepartment,    // belongs to the report's department, or to one that issues it, too
};
using Guards = Flags<Guard>;
constexpr Guards operator|(Guard a, Guard b) { return Guards(a) | b; }

// Names an effect of a transition, beside the change of the state to `to`.
enum class Effect {
  kChangesContent,  // the request brings the report's new content
  kVoidsApprovals,  // all earlier approvals end
  kGrantsLegal,     // a legal approval of the given content
  kGrantsSecrecy,   // a secrecy approval of the given content
  kEndorses,        // the department's endorsement of the given content
  kSigns,           // a signature of the given content
  kAtQuorum,        // below the quorum the approval counts, and the report stays in `from`
};
using Effects = Flags<Effect>;
constexpr Effects operator|(Effect a, Effect b) { return Effects(a) | b; }

// Describes one transition: one row of the table.
struct Transition {
  State from = State::kNone;
  Action action = Action::kNone;
  State to = State::kNone;
  Role role = Role::kNone;  // the only role that may take the transition
  Guards guards;
  Effects effects;

  friend constexpr bool operator==(const Transition&, const Transition&) = default;
};

// Holds all transitions. proof.h lists the rules that the compiler checks on the table: a table
// that breaks a rule does not build.
inline constexpr auto kTransitions = [] {
  using enum State;
  using enum Guard;
  using enum Effect;
  using A = Action;
  using R = Role;

  // Only a person acts as reviewer, never on the person's own report or on those of departments for
  // which the policy has others, and not while a colleague has claimed the report.
  constexpr Guards kReviewing = kFourEyes | kPersonOnly | kItsReports | kNotClaimedByAnother;
  // Only a person who could approve may claim.
  constexpr Guards kClaiming = kReviewing | kOtherReviewer;
  constexpr Guards kTakingOver = kFourEyes | kPersonOnly | kItsReports | kOtherReviewer |
                                 kSupervises | kClaimedByAnother | kReason;
  constexpr Guards kApproving = kClaiming | kOpinion | kContentAsSubmitted;
  constexpr Guards kAdjudicating = kClaiming | kReason | kContentAsSubmitted | kChecked | kVerdict;
  constexpr Guards kClearing = kApproving | kLegalFresh | kChecked | kSettled;
  constexpr Guards kReturning = kReviewing | kReason;
  constexpr Guards kReferring = kReviewing | kReferral;
  constexpr Guards kResolving = kReviewing | kAnswer;
  constexpr Guards kWithholding = kReviewing | kGround | kReason;
  constexpr Guards kApproved = kLegalFresh | kSecrecyFresh | kContentAsSubmitted;
  // Who agrees or signs has taken no other part.
  constexpr Guards kAgreeing = kFourEyes | kPersonOnly | kOtherReviewer | kReason;
  constexpr Guards kEndorsing = kAgreeing | kIssuingDepartment | kContentAsSubmitted;
  constexpr Guards kSigning = kAgreeing | kItsReports | kApproved | kDecision;
  constexpr Guards kPublishing =
      kApproved | kSigned | kActiveDisclosure | kPlannedTime | kChecked | kSettled;
  constexpr Guards kFiling = kApproved | kSigned | kOtherDisclosure | kPersonOnly;
  constexpr Guards kProposing = kReviewing | kReason | kBytes;
  constexpr Guards kPurging = kProposing | kProposed;
  constexpr Guards kReportingLeak = kPersonOnly | kReason | kItsReports;
  constexpr Guards kReassessing = kPersonOnly | kReason;
  constexpr Guards kSubmitting =
      kSameDepartment | kComplete | kEndorsed | kNotItsEndorser | kOnlyCorrection | kReviewable;
  constexpr Guards kWithdrawing = kSameDepartment | kReason;
  constexpr Effects kNewContent = kChangesContent | kVoidsApprovals;
  constexpr Effects kLegalGrant = kGrantsLegal | kAtQuorum;
  constexpr Effects kSecrecyGrant = kGrantsSecrecy | kAtQuorum;
  constexpr Effects kVoid = kVoidsApprovals;

  // clang-format off
  return std::to_array<Transition>({
      {kNone, A::kCreate, kDraft, R::kDrafter, kOnlyCorrection, kNewContent},

      {kDraft, A::kEdit,     kDraft,       R::kDrafter, kSameDepartment, kNewContent},
      {kDraft, A::kEndorse,  kDraft,       R::kHead,    kEndorsing, kEndorses},
      {kDraft, A::kSubmit,   kLegalReview, R::kDrafter, kSubmitting},
      {kDraft, A::kWithdraw, kWithdrawn,   R::kDrafter, kWithdrawing},

      {kLegalReview, A::kClaim,        kLegalReview,   R::kLegalReviewer, kClaiming},
      {kLegalReview, A::kRelease,      kLegalReview,   R::kLegalReviewer, kReviewing},
      {kLegalReview, A::kTakeOver, kLegalReview, R::kLegalReviewer, kTakingOver},
      {kLegalReview, A::kApproveLegal, kSecrecyReview, R::kLegalReviewer, kApproving, kLegalGrant},
      {kLegalReview, A::kReturn,       kDraft,         R::kLegalReviewer, kReturning, kVoid},
      {kLegalReview, A::kRefer,        kLegalReferred, R::kLegalReviewer, kReferring},
      {kLegalReview, A::kWithhold,     kWithheld,      R::kLegalReviewer, kWithholding},
      {kLegalReview, A::kWithdraw,     kWithdrawn,     R::kDrafter,       kWithdrawing},

      {kLegalReferred, A::kClaim,    kLegalReferred, R::kLegalReviewer, kClaiming},
      {kLegalReferred, A::kRelease,  kLegalReferred, R::kLegalReviewer, kReviewing},
      {kLegalReferred, A::kTakeOver, kLegalReferred, R::kLegalReviewer, kTakingOver},
      {kLegalReferred, A::kResolve,  kLegalReview,   R::kLegalReviewer, kResolving},
      {kLegalReferred, A::kWithdraw, kWithdrawn,     R::kDrafter,       kWithdrawing},

      {kSecrecyReview, A::kClaim,    kSecrecyReview,   R::kSecrecyReviewer, kClaiming},
      {kSecrecyReview, A::kRelease,  kSecrecyReview,   R::kSecrecyReviewer, kReviewing},
      {kSecrecyReview, A::kTakeOver, kSecrecyReview, R::kSecrecyReviewer, kTakingOver},
      {kSecrecyReview, A::kAdjudicate, kSecrecyReview, R::kSecrecyReviewer, kAdjudicating},
      {kSecrecyReview, A::kApproveSecrecy, kCleared, R::kSecrecyReviewer, kClearing, kSecrecyGrant},
      {kSecrecyReview, A::kReturn,   kDraft,           R::kSecrecyReviewer, kReturning, kVoid},
      {kSecrecyReview, A::kRefer,    kSecrecyReferred, R::kSecrecyReviewer, kReferring},
      {kSecrecyReview, A::kWithhold, kWithheld,        R::kSecrecyReviewer, kWithholding},
      {kSecrecyReview, A::kWithdraw, kWithdrawn,       R::kDrafter,         kWithdrawing},

      {kSecrecyReferred, A::kClaim,    kSecrecyReferred, R::kSecrecyReviewer, kClaiming},
      {kSecrecyReferred, A::kRelease,  kSecrecyReferred, R::kSecrecyReviewer, kReviewing},
      {kSecrecyReferred, A::kTakeOver, kSecrecyReferred, R::kSecrecyReviewer, kTakingOver},
      {kSecrecyReferred, A::kResolve,  kSecrecyReview,   R::kSecrecyReviewer, kResolving},
      {kSecrecyReferred, A::kWithdraw, kWithdrawn,       R::kDrafter,         kWithdrawing},

      // A bot may publish at the planned time, so PUBLISH does not need a person.
      {kCleared, A::kSign,     kCleared,   R::kSignatory, kSigning, kSigns},
      {kCleared, A::kPublish,  kPublished, R::kPublisher, kPublishing},
      {kCleared, A::kFile,     kFiled,     R::kPublisher, kFiling},
      {kCleared, A::kReturn,   kDraft,     R::kPublisher, kPersonOnly | kReason, kVoid},
      {kCleared, A::kWithdraw, kWithdrawn, R::kDrafter,   kWithdrawing},

      // Whoever is to keep secrets takes a leak back at once, also out of a report of their own.
      {kPublished, A::kRetract,    kRetracted,  R::kPublisher, kPersonOnly | kReason},
      {kPublished, A::kReportLeak, kRetracted,  R::kSecrecyReviewer, kReportingLeak},
      {kPublished, A::kSupersede,  kSuperseded, R::kPublisher, kCorrection},

      // What is not disclosed is looked at again from time to time (条例 art. 18).
      {kFiled,    A::kReassess, kDraft, R::kPublisher, kReassessing, kVoid},
      {kWithheld, A::kReassess, kDraft, R::kPublisher, kReassessing, kVoid},

      // What must not exist is destroyed by two people, of the reports that nobody reviews now.
      {kDraft,      A::kProposePurge, kDraft,      R::kSecrecyReviewer, kProposing},
      {kDraft,      A::kPurge,        kDraft,      R::kLegalReviewer,   kPurging},
      {kPublished,  A::kProposePurge, kPublished,  R::kSecrecyReviewer, kProposing},
      {kPublished,  A::kPurge,        kPublished,  R::kLegalReviewer,   kPurging},
      {kRetracted,  A::kProposePurge, kRetracted,  R::kSecrecyReviewer, kProposing},
      {kRetracted,  A::kPurge,        kRetracted,  R::kLegalReviewer,   kPurging},
      {kSuperseded, A::kProposePurge, kSuperseded, R::kSecrecyReviewer, kProposing},
      {kSuperseded, A::kPurge,        kSuperseded, R::kLegalReviewer,   kPurging},
      {kWithdrawn,  A::kProposePurge, kWithdrawn,  R::kSecrecyReviewer, kProposing},
      {kWithdrawn,  A::kPurge,        kWithdrawn,  R::kLegalReviewer,   kPurging},
      {kWithheld,   A::kProposePurge, kWithheld,   R::kSecrecyReviewer, kProposing},
      {kWithheld,   A::kPurge,        kWithheld,   R::kLegalReviewer,   kPurging},
      {kFiled,      A::kProposePurge, kFiled,      R::kSecrecyReviewer, kProposing},
      {kFiled,      A::kPurge,        kFiled,      R::kLegalReviewer,   kPurging},
  });
  // clang-format on
}();

// Returns the transition for `action` in `from`, or null if there is none. There is at most one.
constexpr const Transition* Find(State from, Action action) {
  for (const Transition& row : kTransitions) {
    if (row.from == from && row.action == action) return &row;
  }
  return nullptr;
}

// Returns whether no transition leads from `state` to another.
constexpr bool IsFinal(State state) {
  for (const Transition& row : kTransitions) {
    if (row.from == state && row.to != state) return false;
  }
  return true;
}

// Returns whether `role` may take `action` in some state.
constexpr bool MayEver(Role role, Action action) {
  for (const Transition& row : kTransitions) {
    if (row.role == role && row.action == action) return true;
  }
  return false;
}

}  // namespace gongkai::machine
