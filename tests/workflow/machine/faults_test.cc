#include "workflow/machine/faults.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "tests/workflow/machine/mutants.h"
#include "workflow/machine/proof.h"

namespace gongkai::machine {
namespace {

const std::string kDraft = "NONE -CREATE-> DRAFT";
const std::string kEndorsed = kDraft + " -ENDORSE-> DRAFT";
const std::string kLegalReview = kDraft + " -SUBMIT-> LEGAL_REVIEW";
const std::string kSecrecyReview = kLegalReview + " -APPROVE_LEGAL-> SECRECY_REVIEW";
const std::string kCleared = kSecrecyReview + " -APPROVE_SECRECY-> CLEARED";
const std::string kSigned = kCleared + " -SIGN-> CLEARED";
const std::string kPublished = kCleared + " -PUBLISH-> PUBLISHED";
const std::string kFiled = kCleared + " -FILE-> FILED";
const std::string kWithheld = kLegalReview + " -WITHHOLD-> WITHHELD";

// The sentences that more than one mutant earns.
const std::string kSideDoor =
    "a path reaches PUBLISHED without both approvals of the published content: ";
const std::string kFilingSideDoor =
    "a path reaches FILED without both approvals of the filed content: ";
const std::string kFilesAmiss = "a row into FILED is not the guarded FILE: ";
const std::string kReopensAmiss = "a report leaves FILED or WITHHELD but by REASSESS: ";
const std::string kPurgesAmiss = "bytes may be destroyed by one person, or by the way: ";
const std::string kNoAccount = "a decision need not say why: ";
const std::string kPublishesAmiss = "a row into PUBLISHED is not the guarded PUBLISH: ";
const std::string kStuck = "an undecided report can come to where PUBLISHED is out of reach: ";
const std::string kWrongRole = "a row belongs to a role whose turn it is not: ";
const std::string kGrantsAmiss = "an approval is granted outside its review: ";
const std::string kUnbound = "an approval is not bound to the content as submitted: ";
const std::string kBelowQuorum = "an approval stands below its quorum: ";
const std::string kSamePerson = "one person may give both approvals: ";
const std::string kBot = "a bot may decide: ";
const std::string kOwnReport = "a reviewer may act on a report of their own: ";
const std::string kClaimIgnored = "a claim does not keep others out: ";
const std::string kChangesAmiss = "a row changes content unsaid or outside a draft: ";
const std::string kOutlives = "an approval outlives an edit or a return: ";
const std::string kCrossesDepartments = "a drafter may act on another department's report: ";
const std::string kNone = " (no legal approval, no secrecy approval of the published content)";
const std::string kNoneFiled = " (no legal approval, no secrecy approval of the filed content)";
// The row is guarded, so no path takes it.
const std::string kWithheldIsPublished = "WITHHELD -PUBLISH-> PUBLISHED" + kNone;
const std::string kUnchecked = "a report may be cleared or published with a leak: ";
const std::string kNoLegal = " (no legal approval of the published content)";
const std::string kNoLegalFiled = " (no legal approval of the filed content)";
const std::string kNoSecrecyFiled = " (no secrecy approval of the filed content)";
const std::string kNoSecrecy = " (no secrecy approval of the published content)";

struct Case {
  Mutant mutant;
  std::string name;
  std::vector<std::string> faults;
};
void PrintTo(const Case& c, std::ostream* os) { *os << c.name; }
std::string NameOf(const testing::TestParamInfo<Case>& test) { return test.param.name; }

const std::vector<Case> kCases = {
    {Mutant::kUnchanged, "Unchanged", {}},
    {Mutant::kSubmitLeadsTwoWays,
     "SubmitLeadsTwoWays",
     {"two rows share a state and an action: " + kDraft + " -SUBMIT-> SECRECY_REVIEW"}},
    {Mutant::kLegalApprovalSkipsSecrecy,
     "LegalApprovalSkipsSecrecy",
     {"a state cannot be reached: nothing leads to SECRECY_REVIEW", kStuck + "NONE"}},
    {Mutant::kLegalApprovalGrantsNothing,
     "LegalApprovalGrantsNothing",
     {"a state cannot be reached: nothing leads to CLEARED", kStuck + "NONE"}},
    {Mutant::kWithdrawnGoesInCircles,
     "WithdrawnGoesInCircles",
     {"a report can come to where no final state is within reach: " + kDraft +
          " -WITHDRAW-> WITHDRAWN",
      kStuck + kDraft + " -WITHDRAW-> WITHDRAWN",
      kPurgesAmiss + kDraft + " -WITHDRAW-> WITHDRAWN -PROPOSE_PURGE-> RETRACTED"}},
    {Mutant::kSecrecyReferralIsNeverResolved,
     "SecrecyReferralIsNeverResolved",
     {kStuck + kSecrecyReview + " -REFER-> SECRECY_REFERRED"}},
    {Mutant::kPublishOfDraft,
     "PublishOfDraft",
     {kSideDoor + kDraft + " -PUBLISH-> PUBLISHED" + kNone,
      kWrongRole + kDraft + " -PUBLISH-> PUBLISHED" + kNone,
      kPublishesAmiss + kDraft + " -PUBLISH-> PUBLISHED" + kNone,
      kUnchecked + kDraft + " -PUBLISH-> PUBLISHED" + kNone}},
    {Mutant::kPublishOfUnboundContent,
     "PublishOfUnboundContent",
     {kSideDoor + kPublished + kNone, kPublishesAmiss + kPublished + kNone}},
    {Mutant::kPublishWithoutLegalApproval,
     "PublishWithoutLegalApproval",
     {kPublishesAmiss + kPublished}},
    {Mutant::kPublishWithoutSecrecyApproval,
     "PublishWithoutSecrecyApproval",
     {kPublishesAmiss + kPublished}},
    {Mutant::kPublishBeforePlannedTime, "PublishBeforePlannedTime", {kPublishesAmiss + kPublished}},
    {Mutant::kEditOfClearedKeepsApprovals,
     "EditOfClearedKeepsApprovals",
     {kSideDoor + kCleared + " -EDIT-> CLEARED -PUBLISH-> PUBLISHED" + kNone,
      kFilingSideDoor + kCleared + " -EDIT-> CLEARED -FILE-> FILED" + kNoneFiled,
      kWrongRole + kCleared + " -EDIT-> CLEARED", kChangesAmiss + kCleared + " -EDIT-> CLEARED",
      kOutlives + kCleared + " -EDIT-> CLEARED"}},
    {Mutant::kEditOfClearedSaysNothing,
     "EditOfClearedSaysNothing",
     {kSideDoor + kCleared + " -EDIT-> CLEARED -PUBLISH-> PUBLISHED" + kNone,
      kFilingSideDoor + kCleared + " -EDIT-> CLEARED -FILE-> FILED" + kNoneFiled,
      kWrongRole + kCleared + " -EDIT-> CLEARED", kChangesAmiss + kCleared + " -EDIT-> CLEARED",
      kOutlives + kCleared + " -EDIT-> CLEARED"}},
    {Mutant::kEditOfClearedVoidsApprovals,
     "EditOfClearedVoidsApprovals",
     {kWrongRole + kCleared + " -EDIT-> CLEARED", kChangesAmiss + kCleared + " -EDIT-> CLEARED"}},
    {Mutant::kEditKeepsApprovals, "EditKeepsApprovals", {kOutlives + kDraft + " -EDIT-> DRAFT"}},
    {Mutant::kEditSaysNothing, "EditSaysNothing", {kChangesAmiss + kDraft + " -EDIT-> DRAFT"}},
    {Mutant::kReturnKeepsApprovals,
     "ReturnKeepsApprovals",
     {kOutlives + kCleared + " -RETURN-> DRAFT"}},
    {Mutant::kSubmitGrantsLegalApproval,
     "SubmitGrantsLegalApproval",
     {kGrantsAmiss + kLegalReview, kUnbound + kLegalReview, kBelowQuorum + kLegalReview,
      kSamePerson + kLegalReview, kBot + kLegalReview, kOwnReport + kLegalReview,
      kClaimIgnored + kLegalReview}},
    {Mutant::kDrafterApproves,
     "DrafterApproves",
     {kSideDoor + kPublished + kNoLegal, kFilingSideDoor + kFiled + kNoLegalFiled,
      kWrongRole + kSecrecyReview, kGrantsAmiss + kSecrecyReview,
      kCrossesDepartments + kSecrecyReview}},
    {Mutant::kLegalApprovalUnbound,
     "LegalApprovalUnbound",
     {kSideDoor + kPublished + kNoLegal, kFilingSideDoor + kFiled + kNoLegalFiled,
      kUnbound + kSecrecyReview}},
    {Mutant::kSecrecyApprovalUnbound,
     "SecrecyApprovalUnbound",
     {kSideDoor + kPublished + kNoSecrecy, kFilingSideDoor + kFiled + kNoSecrecyFiled,
      kUnbound + kCleared}},
    {Mutant::kOneLegalApprovalSuffices,
     "OneLegalApprovalSuffices",
     {kBelowQuorum + kSecrecyReview}},
    {Mutant::kOnePersonApprovesBoth, "OnePersonApprovesBoth", {kSamePerson + kCleared}},
    {Mutant::kSecrecyApprovalAlone,
     "SecrecyApprovalAlone",
     {"secrecy may be approved without a legal approval: " + kCleared}},
    {Mutant::kBotApprovesSecrecy, "BotApprovesSecrecy", {kBot + kCleared}},
    {Mutant::kBotWithholds, "BotWithholds", {kBot + kLegalReview + " -WITHHOLD-> WITHHELD"}},
    {Mutant::kBotReturnsCleared, "BotReturnsCleared", {kBot + kCleared + " -RETURN-> DRAFT"}},
    {Mutant::kReviewerApprovesOwnReport,
     "ReviewerApprovesOwnReport",
     {kOwnReport + kSecrecyReview}},
    {Mutant::kClaimIsIgnored, "ClaimIsIgnored", {kClaimIgnored + kCleared}},
    {Mutant::kClaimIsIgnoredByReturn,
     "ClaimIsIgnoredByReturn",
     {kClaimIgnored + kLegalReview + " -RETURN-> DRAFT"}},
    {Mutant::kAnybodyTakesOver,
     "AnybodyTakesOver",
     {"a claim may be taken by whoever does not supervise: " + kLegalReview +
      " -TAKE_OVER-> LEGAL_REVIEW"}},
    {Mutant::kTakesOverWithoutReason,
     "TakesOverWithoutReason",
     {"a decision need not say why: " + kLegalReview + " -TAKE_OVER-> LEGAL_REVIEW"}},
    {Mutant::kClearedUnchecked, "ClearedUnchecked", {kUnchecked + kCleared}},
    {Mutant::kPublishedUnsettled,
     "PublishedUnsettled",
     {kUnchecked + kCleared + " -PUBLISH-> PUBLISHED"}},
    {Mutant::kAdjudicatedWithoutReason,
     "AdjudicatedWithoutReason",
     {kNoAccount + kSecrecyReview + " -ADJUDICATE-> SECRECY_REVIEW"}},
    {Mutant::kAdjudicatedUnbound,
     "AdjudicatedUnbound",
     {"a finding is adjudicated outside the secrecy review: " + kSecrecyReview +
      " -ADJUDICATE-> SECRECY_REVIEW"}},
    {Mutant::kVerdictLeavesStage,
     "VerdictLeavesStage",
     {"a claim, a referral or a verdict leads out of its stage: " + kSecrecyReview +
      " -ADJUDICATE-> DRAFT"}},
    {Mutant::kOnePersonPurges,
     "OnePersonPurges",
     {kPurgesAmiss + kPublished + " -RETRACT-> RETRACTED -PURGE-> RETRACTED"}},
    {Mutant::kPurgeOfAnything,
     "PurgeOfAnything",
     {kPurgesAmiss + kPublished + " -RETRACT-> RETRACTED -PROPOSE_PURGE-> RETRACTED"}},
    {Mutant::kPurgeOfOwn,
     "PurgeOfOwn",
     {kOwnReport + kPublished + " -RETRACT-> RETRACTED -PURGE-> RETRACTED"}},
    {Mutant::kPurgeWithoutReason,
     "PurgeWithoutReason",
     {kNoAccount + kPublished + " -RETRACT-> RETRACTED -PURGE-> RETRACTED"}},
    {Mutant::kPurgeReturns,
     "PurgeReturns",
     {"a report leaves FILED or WITHHELD but by REASSESS: " + kFiled + " -PURGE-> DRAFT",
      kPurgesAmiss + kFiled + " -PURGE-> DRAFT"}},
    {Mutant::kBotReportsLeak, "BotReportsLeak", {kBot + kPublished + " -REPORT_LEAK-> RETRACTED"}},
    {Mutant::kLeakReportedWithoutReason,
     "LeakReportedWithoutReason",
     {kNoAccount + kPublished + " -REPORT_LEAK-> RETRACTED"}},
    {Mutant::kLeakReportedForAnyDepartment,
     "LeakReportedForAnyDepartment",
     {"a reviewer may decide for any department: " + kPublished + " -REPORT_LEAK-> RETRACTED"}},
    {Mutant::kLeakReportReturns,
     "LeakReportReturns",
     {"a report of a leak does more than take it back: " + kPublished + " -REPORT_LEAK-> DRAFT"}},
    {Mutant::kReviewerDecidesForAll,
     "ReviewerDecidesForAll",
     {"a reviewer may decide for any department: " + kLegalReview + " -RETURN-> DRAFT"}},
    {Mutant::kSignatorySignsForAll,
     "SignatorySignsForAll",
     {"a reviewer may decide for any department: " + kCleared + " -SIGN-> CLEARED"}},
    {Mutant::kIncompleteIsSubmitted,
     "IncompleteIsSubmitted",
     {"an incomplete report may be submitted: " + kLegalReview}},
    {Mutant::kAnotherDepartmentEdits,
     "AnotherDepartmentEdits",
     {kCrossesDepartments + kDraft + " -EDIT-> DRAFT"}},
    {Mutant::kReturnWithoutReason,
     "ReturnWithoutReason",
     {kNoAccount + kSecrecyReview + " -RETURN-> DRAFT"}},
    {Mutant::kClaimMovesReport,
     "ClaimMovesReport",
     {"a claim, a referral or a verdict leads out of its stage: " + kLegalReview +
      " -CLAIM-> LEGAL_REFERRED"}},
    {Mutant::kSupersedeWithoutCorrection,
     "SupersedeWithoutCorrection",
     {"a report may be superseded without a correction: " + kPublished +
      " -SUPERSEDE-> SUPERSEDED"}},
    {Mutant::kDeniedMovesReport,
     "DeniedMovesReport",
     {"a row has no action or leads back to NONE: " + kCleared + " -DENIED-> DRAFT"}},
    {Mutant::kFileWithoutLegalApproval, "FileWithoutLegalApproval", {kFilesAmiss + kFiled}},
    {Mutant::kFileOfUnboundContent,
     "FileOfUnboundContent",
     {kFilingSideDoor + kFiled + kNoneFiled, kFilesAmiss + kFiled + kNoneFiled}},
    {Mutant::kFileOfActiveDisclosure, "FileOfActiveDisclosure", {kFilesAmiss + kFiled}},
    {Mutant::kFileOfDraft,
     "FileOfDraft",
     {kFilingSideDoor + kDraft + " -FILE-> FILED" + kNoneFiled,
      kWrongRole + kDraft + " -FILE-> FILED" + kNoneFiled,
      kFilesAmiss + kDraft + " -FILE-> FILED" + kNoneFiled}},
    {Mutant::kBotFiles, "BotFiles", {kBot + kFiled}},
    {Mutant::kBotReassesses, "BotReassesses", {kBot + kWithheld + " -REASSESS-> DRAFT"}},
    {Mutant::kReassessWithoutReason,
     "ReassessWithoutReason",
     {kNoAccount + kFiled + " -REASSESS-> DRAFT"}},
    {Mutant::kReassessKeepsApprovals,
     "ReassessKeepsApprovals",
     {kOutlives + kFiled + " -REASSESS-> DRAFT"}},
    {Mutant::kReassessSkipsReview,
     "ReassessSkipsReview",
     {kReopensAmiss + kFiled + " -REASSESS-> CLEARED"}},
    {Mutant::kSubmitBesideCorrection,
     "SubmitBesideCorrection",
     {"a report may be reviewed beside another correction: " + kLegalReview}},
    {Mutant::kWithheldIsPublished,
     "WithheldIsPublished",
     {kPublishesAmiss + kWithheldIsPublished, kReopensAmiss + kWithheldIsPublished,
      kUnchecked + kWithheldIsPublished}},
    {Mutant::kFiledIsWithdrawn,
     "FiledIsWithdrawn",
     {kReopensAmiss + kFiled + " -WITHDRAW-> WITHDRAWN"}},
    {Mutant::kEndorseForAnotherDepartment,
     "EndorseForAnotherDepartment",
     {"a head may endorse for another department: " + kEndorsed}},
    {Mutant::kSubmitUnendorsed,
     "SubmitUnendorsed",
     {"a report may be submitted without its endorsements: " + kLegalReview}},
    {Mutant::kSubmitToNobody,
     "SubmitToNobody",
     {"a report may be submitted to nobody: " + kLegalReview}},
    {Mutant::kSubmitOfOwnEndorsement,
     "SubmitOfOwnEndorsement",
     {"a report may be submitted without its endorsements: " + kLegalReview}},
    {Mutant::kPublishUnsigned, "PublishUnsigned", {kPublishesAmiss + kPublished}},
    {Mutant::kFileUnsigned, "FileUnsigned", {kFilesAmiss + kFiled}},
    {Mutant::kSignUnapproved,
     "SignUnapproved",
     {"a report may be signed whose approvals do not count: " + kSigned}},
    {Mutant::kBotEndorses, "BotEndorses", {kBot + kEndorsed}},
    {Mutant::kBotSigns, "BotSigns", {kBot + kSigned}},
    {Mutant::kEndorsementUnbound, "EndorsementUnbound", {kUnbound + kEndorsed}},
    {Mutant::kSignatureUnbound, "SignatureUnbound", {kUnbound + kSigned}},
    {Mutant::kHeadEndorsesOwnReport, "HeadEndorsesOwnReport", {kOwnReport + kEndorsed}},
    {Mutant::kDrafterEndorses,
     "DrafterEndorses",
     {kWrongRole + kEndorsed, kGrantsAmiss + kEndorsed, kCrossesDepartments + kEndorsed}},
    {Mutant::kSignWithoutDecision, "SignWithoutDecision", {kNoAccount + kSigned}},
    {Mutant::kEndorseOfCleared,
     "EndorseOfCleared",
     {kGrantsAmiss + kCleared + " -ENDORSE-> CLEARED"}},
};

class FaultsTest : public testing::TestWithParam<Case> {};

TEST_P(FaultsTest, ShowsTheShortestWayToEachFault) {
  EXPECT_THAT(Faults(Mutate(GetParam().mutant)), testing::ElementsAreArray(GetParam().faults));
}

INSTANTIATE_TEST_SUITE_P(Of, FaultsTest, testing::ValuesIn(kCases), NameOf);

TEST(FaultsTest, EveryCheckHasAMutantThatFailsIt) {
  std::set<std::string> unfailed = {
#define GONGKAI_SENTENCE(find, sentence) sentence,
      GONGKAI_MACHINE_CHECKS(GONGKAI_SENTENCE)
#undef GONGKAI_SENTENCE
  };
  for (const Case& c : kCases) {
    for (const std::string& fault : c.faults) unfailed.erase(fault.substr(0, fault.find(": ")));
  }
  EXPECT_THAT(unfailed, testing::IsEmpty());
}

TEST(FaultsTest, ARowThatNoPathTakesIsShownAlone) {
  Table table;
  table.Add({State::kWithheld, Action::kPublish, State::kPublished, Role::kPublisher,
             Guard::kLegalFresh | Guard::kSecrecyFresh | Guard::kContentAsSubmitted});
  EXPECT_THAT(Faults(table),
              testing::Contains(kPublishesAmiss + "WITHHELD -PUBLISH-> PUBLISHED" + kNone));
}

// Two slips, neither of which opens a side door by itself.
TEST(FaultsTest, SlipsThatOpenASideDoorOnlyTogetherAreFound) {
  Table table;
  table.At(State::kDraft, Action::kSubmit).effects = Effect::kGrantsLegal;
  table.At(State::kDraft, Action::kSubmit).to = State::kSecrecyReview;
  EXPECT_THAT(Faults(table),
              testing::Contains(kSideDoor + kDraft +
                                " -SUBMIT-> SECRECY_REVIEW -APPROVE_SECRECY-> CLEARED"
                                " -PUBLISH-> PUBLISHED" +
                                kNoLegal));
}

}  // namespace
}  // namespace gongkai::machine
