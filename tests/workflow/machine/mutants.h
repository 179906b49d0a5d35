// Tables that differ from kTransitions by one slip each. mutants.cc shows that the compiler refuses
// each; faults_test.cc shows what the run-time checks say of it.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "workflow/machine/table.h"

namespace gongkai::machine {

// A copy of kTransitions to make slips in.
class Table {
 public:
  constexpr Table() { std::ranges::copy(kTransitions, rows_.begin()); }

  constexpr Transition& At(State from, Action action) {
    return *std::find_if(rows_.begin(), rows_.end(), [from, action](const Transition& row) {
      return row.from == from && row.action == action;
    });
  }
  constexpr void Add(const Transition& row) { rows_[size_++] = row; }
  constexpr void Remove(State from, Action action) {
    Transition* row = &At(from, action);
    std::copy(row + 1, rows_.data() + size_, row);
    --size_;
  }
  constexpr void Drop(State from, Action action, Guards guards) {
    At(from, action).guards = At(from, action).guards - guards;
  }
  constexpr void Drop(State from, Action action, Effects effects) {
    At(from, action).effects = At(from, action).effects - effects;
  }

  constexpr const Transition* begin() const { return rows_.data(); }
  constexpr const Transition* end() const { return rows_.data() + size_; }

 private:
  std::array<Transition, kTransitions.size() + 1> rows_{};
  std::size_t size_ = kTransitions.size();
};

enum class Mutant {
  kUnchanged,
  kSubmitLeadsTwoWays,
  kLegalApprovalSkipsSecrecy,
  kLegalApprovalGrantsNothing,
  kWithdrawnGoesInCircles,
  kSecrecyReferralIsNeverResolved,
  kPublishOfDraft,
  kPublishOfUnboundContent,
  kPublishWithoutLegalApproval,
  kPublishWithoutSecrecyApproval,
  kPublishBeforePlannedTime,
  kEditOfClearedKeepsApprovals,
  kEditOfClearedSaysNothing,
  kEditOfClearedVoidsApprovals,
  kEditKeepsApprovals,
  kEditSaysNothing,
  kReturnKeepsApprovals,
  kSubmitGrantsLegalApproval,
  kDrafterApproves,
  kLegalApprovalUnbound,
  kSecrecyApprovalUnbound,
  kOneLegalApprovalSuffices,
  kOnePersonApprovesBoth,
  kSecrecyApprovalAlone,
  kBotApprovesSecrecy,
  kBotWithholds,
  kBotReturnsCleared,
  kReviewerApprovesOwnReport,
  kClaimIsIgnored,
  kClaimIsIgnoredByReturn,
  kAnybodyTakesOver,
  kTakesOverWithoutReason,
  kClearedUnchecked,
  kPublishedUnsettled,
  kAdjudicatedWithoutReason,
  kAdjudicatedUnbound,
  kVerdictLeavesStage,
  kBotReportsLeak,
  kOnePersonPurges,
  kPurgeOfAnything,
  kPurgeOfOwn,
  kPurgeWithoutReason,
  kPurgeReturns,
  kLeakReportedWithoutReason,
  kLeakReportedForAnyDepartment,
  kLeakReportReturns,
  kReviewerDecidesForAll,
  kSignatorySignsForAll,
  kIncompleteIsSubmitted,
  kAnotherDepartmentEdits,
  kReturnWithoutReason,
  kClaimMovesReport,
  kSupersedeWithoutCorrection,
  kDeniedMovesReport,
  kFileWithoutLegalApproval,
  kFileOfUnboundContent,
  kFileOfActiveDisclosure,
  kFileOfDraft,
  kBotFiles,
  kBotReassesses,
  kReassessWithoutReason,
  kReassessKeepsApprovals,
  kReassessSkipsReview,
  kSubmitBesideCorrection,
  kWithheldIsPublished,
  kFiledIsWithdrawn,
  kEndorseForAnotherDepartment,
  kSubmitUnendorsed,
  kSubmitToNobody,
  kSubmitOfOwnEndorsement,
  kPublishUnsigned,
  kFileUnsigned,
  kSignUnapproved,
  kBotEndorses,
  kBotSigns,
  kEndorsementUnbound,
  kSignatureUnbound,
  kHeadEndorsesOwnReport,
  kDrafterEndorses,
  kSignWithoutDecision,
  kEndorseOfCleared,
};

constexpr Table Mutate(Mutant mutant) {
  using enum State;
  using enum Guard;
  using enum Effect;
  using A = Action;
  using R = Role;
  Table table;
  switch (mutant) {
    case Mutant::kUnchanged:
      break;
    case Mutant::kSubmitLeadsTwoWays:
      table.Add({kDraft, A::kSubmit, kSecrecyReview, R::kDrafter,
                 kSameDepartment | kEndorsed | kNotItsEndorser | kOnlyCorrection | kReviewable});
      break;
    case Mutant::kLegalApprovalSkipsSecrecy:
      table.At(kLegalReview, A::kApproveLegal).to = kCleared;
      break;
    case Mutant::kLegalApprovalGrantsNothing:
      table.Drop(kLegalReview, A::kApproveLegal, kGrantsLegal);
      break;
    case Mutant::kWithdrawnGoesInCircles:
      table.At(kWithdrawn, A::kProposePurge).to = kRetracted;
      table.At(kRetracted, A::kProposePurge).to = kWithdrawn;
      break;
    case Mutant::kSecrecyReferralIsNeverResolved:
      table.Remove(kSecrecyReferred, A::kResolve);
      break;
    case Mutant::kPublishOfDraft:
      table.Add({kDraft, A::kPublish, kPublished, R::kPublisher});
      break;
    case Mutant::kPublishOfUnboundContent:
      table.Drop(kCleared, A::kPublish, kContentAsSubmitted);
      break;
    case Mutant::kPublishWithoutLegalApproval:
      table.Drop(kCleared, A::kPublish, kLegalFresh);
      break;
    case Mutant::kPublishWithoutSecrecyApproval:
      table.Drop(kCleared, A::kPublish, kSecrecyFresh);
      break;
    case Mutant::kPublishBeforePlannedTime:
      table.Drop(kCleared, A::kPublish, kPlannedTime);
      break;
    case Mutant::kEditOfClearedKeepsApprovals:
      table.Add({kCleared, A::kEdit, kCleared, R::kDrafter, kSameDepartment, kChangesContent});
      break;
    case Mutant::kEditOfClearedSaysNothing:
      table.Add({kCleared, A::kEdit, kCleared, R::kDrafter, kSameDepartment});
      break;
    case Mutant::kEditOfClearedVoidsApprovals:
      table.Add({kCleared, A::kEdit, kCleared, R::kDrafter, kSameDepartment,
                 kChangesContent | kVoidsApprovals});
      break;
    case Mutant::kEditKeepsApprovals:
      table.Drop(kDraft, A::kEdit, kVoidsApprovals);
      break;
    case Mutant::kEditSaysNothing:
      table.Drop(kDraft, A::kEdit, kChangesContent);
      break;
    case Mutant::kReturnKeepsApprovals:
      table.Drop(kCleared, A::kReturn, kVoidsApprovals);
      break;
    case Mutant::kSubmitGrantsLegalApproval:
      table.At(kDraft, A::kSubmit).effects = kGrantsLegal;
      break;
    case Mutant::kDrafterApproves:
      table.At(kLegalReview, A::kApproveLegal).role = R::kDrafter;
      break;
    case Mutant::kLegalApprovalUnbound:
      table.Drop(kLegalReview, A::kApproveLegal, kContentAsSubmitted);
      break;
    case Mutant::kSecrecyApprovalUnbound:
      table.Drop(kSecrecyReview, A::kApproveSecrecy, kContentAsSubmitted);
      break;
    case Mutant::kOneLegalApprovalSuffices:
      table.Drop(kLegalReview, A::kApproveLegal, kAtQuorum);
      break;
    case Mutant::kOnePersonApprovesBoth:
      table.Drop(kSecrecyReview, A::kApproveSecrecy, kOtherReviewer);
      break;
    case Mutant::kSecrecyApprovalAlone:
      table.Drop(kSecrecyReview, A::kApproveSecrecy, kLegalFresh);
      break;
    case Mutant::kBotApprovesSecrecy:
      table.Drop(kSecrecyReview, A::kApproveSecrecy, kPersonOnly);
      break;
    case Mutant::kBotWithholds:
      table.Drop(kLegalReview, A::kWithhold, kPersonOnly);
      break;
    case Mutant::kBotReturnsCleared:
      table.Drop(kCleared, A::kReturn, kPersonOnly);
      break;
    case Mutant::kReviewerApprovesOwnReport:
      table.Drop(kLegalReview, A::kApproveLegal, kFourEyes);
      break;
    case Mutant::kClaimIsIgnored:
      table.Drop(kSecrecyReview, A::kApproveSecrecy, kNotClaimedByAnother);
      break;
    case Mutant::kClaimIsIgnoredByReturn:
      table.Drop(kLegalReview, A::kReturn, kNotClaimedByAnother);
      break;
    case Mutant::kAnybodyTakesOver:
      table.Drop(kLegalReview, A::kTakeOver, kSupervises);
      break;
    case Mutant::kTakesOverWithoutReason:
      table.Drop(kLegalReview, A::kTakeOver, kReason);
      break;
    case Mutant::kClearedUnchecked:
      table.Drop(kSecrecyReview, A::kApproveSecrecy, kChecked);
      break;
    case Mutant::kPublishedUnsettled:
      table.Drop(kCleared, A::kPublish, kSettled);
      break;
    case Mutant::kAdjudicatedWithoutReason:
      table.Drop(kSecrecyReview, A::kAdjudicate, kReason);
      break;
    case Mutant::kAdjudicatedUnbound:
      table.Drop(kSecrecyReview, A::kAdjudicate, kContentAsSubmitted);
      break;
    case Mutant::kVerdictLeavesStage:
      table.At(kSecrecyReview, A::kAdjudicate).to = kDraft;
      break;
    case Mutant::kOnePersonPurges:
      table.Drop(kRetracted, A::kPurge, kProposed);
      break;
    case Mutant::kPurgeOfAnything:
      table.Drop(kRetracted, A::kProposePurge, kBytes);
      break;
    case Mutant::kPurgeOfOwn:
      table.Drop(kRetracted, A::kPurge, kFourEyes);
      break;
    case Mutant::kPurgeWithoutReason:
      table.Drop(kRetracted, A::kPurge, kReason);
      break;
    case Mutant::kPurgeReturns:
      table.At(kFiled, A::kPurge).to = kDraft;
      break;
    case Mutant::kBotReportsLeak:
      table.Drop(kPublished, A::kReportLeak, kPersonOnly);
      break;
    case Mutant::kLeakReportedWithoutReason:
      table.Drop(kPublished, A::kReportLeak, kReason);
      break;
    case Mutant::kLeakReportedForAnyDepartment:
      table.Drop(kPublished, A::kReportLeak, kItsReports);
      break;
    case Mutant::kLeakReportReturns:
      table.At(kPublished, A::kReportLeak).to = kDraft;
      break;
    case Mutant::kReviewerDecidesForAll:
      table.Drop(kLegalReview, A::kReturn, kItsReports);
      break;
    case Mutant::kSignatorySignsForAll:
      table.Drop(kCleared, A::kSign, kItsReports);
      break;
    case Mutant::kIncompleteIsSubmitted:
      table.Drop(kDraft, A::kSubmit, kComplete);
      break;
    case Mutant::kAnotherDepartmentEdits:
      table.Drop(kDraft, A::kEdit, kSameDepartment);
      break;
    case Mutant::kReturnWithoutReason:
      table.Drop(kSecrecyReview, A::kReturn, kReason);
      break;
    case Mutant::kClaimMovesReport:
      table.At(kLegalReview, A::kClaim).to = kLegalReferred;
      break;
    case Mutant::kSupersedeWithoutCorrection:
      table.Drop(kPublished, A::kSupersede, kCorrection);
      break;
    case Mutant::kDeniedMovesReport:
      table.Add({kCleared, A::kDenied, kDraft, R::kPublisher});
      break;
    case Mutant::kFileWithoutLegalApproval:
      table.Drop(kCleared, A::kFile, kLegalFresh);
      break;
    case Mutant::kFileOfUnboundContent:
      table.Drop(kCleared, A::kFile, kContentAsSubmitted);
      break;
    case Mutant::kFileOfActiveDisclosure:
      table.Drop(kCleared, A::kFile, kOtherDisclosure);
      break;
    case Mutant::kFileOfDraft:
      table.Add({kDraft, A::kFile, kFiled, R::kPublisher, kPersonOnly});
      break;
    case Mutant::kBotFiles:
      table.Drop(kCleared, A::kFile, kPersonOnly);
      break;
    case Mutant::kBotReassesses:
      table.Drop(kWithheld, A::kReassess, kPersonOnly);
      break;
    case Mutant::kReassessWithoutReason:
      table.Drop(kFiled, A::kReassess, kReason);
      break;
    case Mutant::kReassessKeepsApprovals:
      table.Drop(kFiled, A::kReassess, kVoidsApprovals);
      break;
    case Mutant::kReassessSkipsReview:
      table.At(kFiled, A::kReassess).to = kCleared;
      break;
    case Mutant::kSubmitBesideCorrection:
      table.Drop(kDraft, A::kSubmit, kOnlyCorrection);
      break;
    case Mutant::kWithheldIsPublished:
      table.Add(
          {kWithheld, A::kPublish, kPublished, R::kPublisher,
           kLegalFresh | kSecrecyFresh | kContentAsSubmitted | kActiveDisclosure | kPlannedTime});
      break;
    case Mutant::kFiledIsWithdrawn:
      table.Add({kFiled, A::kWithdraw, kWithdrawn, R::kDrafter, kSameDepartment | kReason});
      break;
    case Mutant::kEndorseForAnotherDepartment:
      table.Drop(kDraft, A::kEndorse, kIssuingDepartment);
      break;
    case Mutant::kSubmitUnendorsed:
      table.Drop(kDraft, A::kSubmit, kEndorsed);
      break;
    case Mutant::kSubmitToNobody:
      table.Drop(kDraft, A::kSubmit, kReviewable);
      break;
    case Mutant::kSubmitOfOwnEndorsement:
      table.Drop(kDraft, A::kSubmit, kNotItsEndorser);
      break;
    case Mutant::kPublishUnsigned:
      table.Drop(kCleared, A::kPublish, kSigned);
      break;
    case Mutant::kFileUnsigned:
      table.Drop(kCleared, A::kFile, kSigned);
      break;
    case Mutant::kSignUnapproved:
      table.Drop(kCleared, A::kSign, kSecrecyFresh);
      break;
    case Mutant::kBotEndorses:
      table.Drop(kDraft, A::kEndorse, kPersonOnly);
      break;
    case Mutant::kBotSigns:
      table.Drop(kCleared, A::kSign, kPersonOnly);
      break;
    case Mutant::kEndorsementUnbound:
      table.Drop(kDraft, A::kEndorse, kContentAsSubmitted);
      break;
    case Mutant::kSignatureUnbound:
      table.Drop(kCleared, A::kSign, kContentAsSubmitted);
      break;
    case Mutant::kHeadEndorsesOwnReport:
      table.Drop(kDraft, A::kEndorse, kFourEyes);
      break;
    case Mutant::kDrafterEndorses:
      table.At(kDraft, A::kEndorse).role = R::kDrafter;
      break;
    case Mutant::kSignWithoutDecision:
      table.Drop(kCleared, A::kSign, kDecision);
      break;
    case Mutant::kEndorseOfCleared:
      table.Add({kCleared, A::kEndorse, kCleared, R::kHead,
                 kFourEyes | kPersonOnly | kOtherReviewer | kReason | kIssuingDepartment |
                     kContentAsSubmitted,
                 kEndorses});
      break;
  }
  return table;
}

}  // namespace gongkai::machine
