// The rules of the office for a single transition, whatever the rest of the table. Each rule is
// stated here a second time, apart from the table, so that a mistake in the table is found.
#pragma once

#include "workflow/machine/table.h"

namespace gongkai::machine::rules {

// Returns whether the transition grants a reviewer's approval.
constexpr bool Approves(const Transition& row) {
  return row.effects.Has(Effect::kGrantsLegal) || row.effects.Has(Effect::kGrantsSecrecy);
}

// Returns whether the transition grants an approval of any kind.
constexpr bool Grants(const Transition& row) {
  return Approves(row) || row.effects.Has(Effect::kEndorses) || row.effects.Has(Effect::kSigns);
}

// Returns whether the transition leads into `state` from another.
constexpr bool Enters(const Transition& row, State state) {
  return row.to == state && row.from != state;
}

constexpr bool IsReviewer(Role role) {
  return role == Role::kLegalReviewer || role == Role::kSecrecyReviewer;
}

// Returns whether the transition is an act of a reviewer in a review. Taking a leak back is none: it
// decides on nothing that becomes public.
constexpr bool Reviews(const Transition& row) {
  return IsReviewer(row.role) && row.action != Action::kReportLeak;
}

// Returns the role that acts in `state`, or kNone in a final state. Others act beside the role: see
// ActsBeside.
constexpr Role OwnerOf(State state) {
  switch (state) {
    case State::kNone:
    case State::kDraft:
      return Role::kDrafter;
    case State::kLegalReview:
    case State::kLegalReferred:
      return Role::kLegalReviewer;
    case State::kSecrecyReview:
    case State::kSecrecyReferred:
      return Role::kSecrecyReviewer;
    case State::kCleared:
    case State::kPublished:
    case State::kFiled:
    case State::kWithheld:
      return Role::kPublisher;
    case State::kRetracted:
    case State::kSuperseded:
    case State::kWithdrawn:
      return Role::kNone;
  }
  return Role::kNone;
}

// Returns the role that takes `action` beside the owner of a state, or kNone.
constexpr Role ActsBeside(Action action) {
  switch (action) {
    case Action::kWithdraw:
      return Role::kDrafter;
    case Action::kEndorse:
      return Role::kHead;
    case Action::kSign:
      return Role::kSignatory;
    case Action::kReportLeak:
    case Action::kProposePurge:
      return Role::kSecrecyReviewer;
    case Action::kPurge:
      return Role::kLegalReviewer;
    default:
      return Role::kNone;
  }
}

// Returns the guards that `action` must have so that the ledger records the reason of the action.
constexpr Guards AccountOf(Action action) {
  switch (action) {
    case Action::kApproveLegal:
    case Action::kApproveSecrecy:
      return Guard::kOpinion;
    case Action::kReturn:
    case Action::kWithdraw:
    case Action::kRetract:
    case Action::kReportLeak:
    case Action::kProposePurge:
    case Action::kPurge:
    case Action::kReassess:
    case Action::kEndorse:
    case Action::kTakeOver:
      return Guard::kReason;
    case Action::kAdjudicate:
      return Guard::kReason | Guard::kVerdict;
    case Action::kSign:
      return Guard::kReason | Guard::kDecision;
    case Action::kRefer:
      return Guard::kReferral;
    case Action::kResolve:
      return Guard::kAnswer;
    case Action::kWithhold:
      return Guard::kGround | Guard::kReason;
    default:
      return {};
  }
}

// Each function below returns whether the transition breaks one rule. GONGKAI_MACHINE_CHECKS in
// proof.h holds a sentence for each rule.

constexpr bool MovesNothing(const Transition& row) {
  return row.action == Action::kNone || row.action == Action::kDenied ||
         row.action == Action::kRevoke || row.action == Action::kSetPolicy ||
         IsOfClock(row.action) || row.to == State::kNone;
}

constexpr bool BelongsToAnother(const Transition& row) {
  const Role beside = ActsBeside(row.action);
  const Role owner = beside == Role::kNone ? OwnerOf(row.from) : beside;
  return row.role != owner || row.role == Role::kNone;
}

constexpr bool PublishesAmiss(const Transition& row) {
  constexpr Guards kAll = Guard::kLegalFresh | Guard::kSecrecyFresh | Guard::kContentAsSubmitted |
                          Guard::kSigned | Guard::kActiveDisclosure | Guard::kPlannedTime;
  const bool publishes = row.from == State::kCleared && row.action == Action::kPublish;
  return Enters(row, State::kPublished) && !(publishes && row.guards.Has(kAll));
}

constexpr bool FilesAmiss(const Transition& row) {
  constexpr Guards kAll = Guard::kLegalFresh | Guard::kSecrecyFresh | Guard::kContentAsSubmitted |
                          Guard::kSigned | Guard::kOtherDisclosure;
  const bool files = row.from == State::kCleared && row.action == Action::kFile;
  return Enters(row, State::kFiled) && !(files && row.guards.Has(kAll));
}

// What was decided not to be disclosed is decided anew from the beginning, or stays.
constexpr bool ReopensAmiss(const Transition& row) {
  const bool decided = row.from == State::kFiled || row.from == State::kWithheld;
  return decided && row.to != row.from &&
         !(row.action == Action::kReassess && row.to == State::kDraft);
}

// Only one of two corrections of the same report could be published.
constexpr bool CorrectsTwice(const Transition& row) {
  const bool begins = row.action == Action::kCreate || row.action == Action::kSubmit;
  return begins && !row.guards.Has(Guard::kOnlyCorrection);
}

constexpr bool GrantsAmiss(const Transition& row) {
  const bool legal = row.from == State::kLegalReview && row.action == Action::kApproveLegal &&
                     row.role == Role::kLegalReviewer;
  const bool secrecy = row.from == State::kSecrecyReview && row.action == Action::kApproveSecrecy &&
                       row.role == Role::kSecrecyReviewer;
  const bool endorsement = row.from == State::kDraft && row.action == Action::kEndorse &&
                           row.to == State::kDraft && row.role == Role::kHead;
  const bool signature = row.from == State::kCleared && row.action == Action::kSign &&
                         row.to == State::kCleared && row.role == Role::kSignatory;
  return (row.effects.Has(Effect::kGrantsLegal) && !legal) ||
         (row.effects.Has(Effect::kGrantsSecrecy) && !secrecy) ||
         (row.effects.Has(Effect::kEndorses) != endorsement) ||
         (row.effects.Has(Effect::kSigns) != signature);
}

constexpr bool GrantsUnbound(const Transition& row) {
  return Grants(row) && !row.guards.Has(Guard::kContentAsSubmitted);
}

constexpr bool GrantsBelowQuorum(const Transition& row) {
  return Approves(row) && !row.effects.Has(Effect::kAtQuorum);
}

// A claim is tested like an approval, because only a person who may approve may claim.
constexpr bool GrantsToSamePerson(const Transition& row) {
  const bool binds = Grants(row) || IsClaim(row.action);
  return binds && !row.guards.Has(Guard::kOtherReviewer);
}

constexpr bool GrantsSecrecyFirst(const Transition& row) {
  return row.effects.Has(Effect::kGrantsSecrecy) && !row.guards.Has(Guard::kLegalFresh);
}

constexpr bool LetsBotDecide(const Transition& row) {
  const bool decides = Grants(row) || IsReviewer(row.role) || row.action == Action::kReturn ||
                       row.action == Action::kRefer || row.action == Action::kResolve ||
                       row.action == Action::kWithhold || row.action == Action::kRetract ||
                       row.action == Action::kFile || row.action == Action::kReassess;
  return decides && !row.guards.Has(Guard::kPersonOnly);
}

constexpr bool LetsReviewOwn(const Transition& row) {
  return (Grants(row) || Reviews(row)) && !row.guards.Has(Guard::kFourEyes);
}

constexpr bool IgnoresClaim(const Transition& row) {
  return (Approves(row) || Reviews(row)) && row.action != Action::kTakeOver &&
         !row.guards.Has(Guard::kNotClaimedByAnother);
}

// Only a supervisor takes another's claim.
constexpr bool TakesOverAmiss(const Transition& row) {
  return row.action == Action::kTakeOver &&
         !(IsReviewer(row.role) && row.guards.Has(Guard::kSupervises | Guard::kClaimedByAnother));
}

// The policy may give each department reviewers and signatories of its own.
constexpr bool DecidesForOthers(const Transition& row) {
  return (IsReviewer(row.role) || row.role == Role::kSignatory) &&
         !row.guards.Has(Guard::kItsReports);
}

constexpr bool ChangesContentAmiss(const Transition& row) {
  const bool drafts =
      row.to == State::kDraft && ((row.from == State::kNone && row.action == Action::kCreate) ||
                                  (row.from == State::kDraft && row.action == Action::kEdit));
  const bool says = row.effects.Has(Effect::kChangesContent);
  const bool does = row.action == Action::kCreate || row.action == Action::kEdit;
  return (says || does) && !(says && drafts);
}

constexpr bool KeepsApprovals(const Transition& row) {
  const bool must_void = row.effects.Has(Effect::kChangesContent) || row.action == Action::kEdit ||
                         row.action == Action::kReturn || row.action == Action::kReassess;
  return must_void && !row.effects.Has(Effect::kVoidsApprovals);
}

constexpr bool SubmitsIncomplete(const Transition& row) {
  return row.from == State::kDraft && row.to == State::kLegalReview &&
         !row.guards.Has(Guard::kComplete);
}

// What is cleared for the public, and what becomes public, was checked for leaks, and every finding is
// settled.
constexpr bool ClearsUnchecked(const Transition& row) {
  const bool clears = row.effects.Has(Effect::kGrantsSecrecy) || Enters(row, State::kPublished);
  return clears && !row.guards.Has(Guard::kChecked | Guard::kSettled);
}

// A verdict on findings is of the secrecy review, about exactly the content that was checked.
constexpr bool AdjudicatesAmiss(const Transition& row) {
  return row.action == Action::kAdjudicate &&
         !(row.from == State::kSecrecyReview && row.role == Role::kSecrecyReviewer &&
           row.guards.Has(Guard::kContentAsSubmitted | Guard::kChecked));
}

// A leak is taken back out of what is public, and nothing else is done by the way.
constexpr bool ReportsLeakAmiss(const Transition& row) {
  return row.action == Action::kReportLeak &&
         !(row.from == State::kPublished && row.to == State::kRetracted &&
           row.effects == Effects());
}

// One person says which bytes must not exist, another has them destroyed. The report stays as it is.
constexpr bool PurgesAmiss(const Transition& row) {
  return IsPurge(row.action) &&
         !(row.to == row.from && row.effects == Effects() && row.guards.Has(Guard::kBytes) &&
           row.guards.Has(Guard::kProposed) == (row.action == Action::kPurge));
}

// Nobody endorses what the same person submits.
constexpr bool SubmitsUnendorsed(const Transition& row) {
  return row.action == Action::kSubmit &&
         !row.guards.Has(Guard::kEndorsed | Guard::kNotItsEndorser);
}

constexpr bool SubmitsToNobody(const Transition& row) {
  return row.action == Action::kSubmit && !row.guards.Has(Guard::kReviewable);
}

// A head endorses what the department of the head issues, and nothing else.
constexpr bool EndorsesForAnother(const Transition& row) {
  return row.effects.Has(Effect::kEndorses) && !row.guards.Has(Guard::kIssuingDepartment);
}

// What is signed stands: nothing is signed whose approvals do not count.
constexpr bool SignsUnapproved(const Transition& row) {
  return row.effects.Has(Effect::kSigns) &&
         !row.guards.Has(Guard::kLegalFresh | Guard::kSecrecyFresh);
}

constexpr bool CrossesDepartments(const Transition& row) {
  return row.role == Role::kDrafter && row.action != Action::kCreate &&
         !row.guards.Has(Guard::kSameDepartment);
}

constexpr bool GivesNoAccount(const Transition& row) {
  return !row.guards.Has(AccountOf(row.action));
}

constexpr bool LeavesStage(const Transition& row) {
  switch (row.action) {
    case Action::kClaim:
    case Action::kTakeOver:
    case Action::kRelease:
    case Action::kAdjudicate:
      return row.to != row.from;
    case Action::kRefer:
    case Action::kResolve:
      return OwnerOf(row.to) != OwnerOf(row.from);
    default:
      return false;
  }
}

constexpr bool SupersedesAlone(const Transition& row) {
  return Enters(row, State::kSuperseded) && !row.guards.Has(Guard::kCorrection);
}

}  // namespace gongkai::machine::rules
