// Heads, reviewers who decide on another attribute, and the signatory, through all four services.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/services/all/way_of_a_report.h"
#include "tests/support/eventually.h"
#include "tests/support/test_folder.h"

namespace gongkai::all {
namespace {

namespace wf = workflow::v1;
namespace v1 = review::v1;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

constexpr char kHead[] = "user/ma-chao";          // of the department that files
constexpr char kCoIssuingHead[] = "user/xu-hui";  // of 清河县财政局
constexpr char kSignatory[] = "user/he-jun";
constexpr char kCoIssuer[] = "清河县财政局";

// The policy for development, but that every opinion is asked for.
std::filesystem::path WritePolicy(const support::TestFolder& folder) {
  std::ifstream file(GONGKAI_SOURCE_DIR "/deploy/policy.yaml");
  std::string policy((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const std::string none = "opinions: []";
  policy.replace(policy.find(none), none.size(), "opinions: [HEAD, CO_ISSUING_HEADS, SIGNATORY]");
  support::WriteFile(folder / "policy.yaml", policy);
  return folder / "policy.yaml";
}

class OpinionsTest : public ::testing::Test {
 protected:
  std::string Draft(const std::string& id, wf::Disclosure disclosure = wf::ACTIVE) {
    return CreateReport(office_, id, "", disclosure).name();
  }

  // A draft that the treasury issues, too.
  std::string JointDraft(const std::string& id = "joint-2021") {
    const std::string report = Draft(id);
    intake::v1::UpdateReportRequest edit;
    edit.mutable_report()->set_name(report);
    edit.mutable_report()->add_co_issuing_departments(kCoIssuer);
    edit.mutable_update_mask()->add_paths("co_issuing_departments");
    Must(office_.Call(kDrafter, &Intake::UpdateReport, edit));
    return report;
  }

  v1::EndorseTaskRequest EndorsementOf(const std::string& report) {
    v1::EndorseTaskRequest request;
    request.set_name(TaskOf(report, v1::ENDORSEMENT));
    request.set_content_sha256(ContentOf(office_, report));
    request.set_opinion("同意送审。");
    return request;
  }

  Result<v1::Task> Endorse(const std::string& report, const std::string& who = kHead) {
    return office_.Call(who, &Review::EndorseTask, EndorsementOf(report));
  }

  Result<v1::Task> Sign(const std::string& report, wf::Disclosure attribute = wf::ACTIVE,
                        const std::string& reason = "", const std::string& who = kSignatory) {
    v1::SignTaskRequest request;
    request.set_name(TaskOf(report, v1::SIGNATURE));
    request.set_content_sha256(ContentOf(office_, report));
    request.set_opinion("同意。");
    request.mutable_decision()->set_attribute(attribute);
    request.mutable_decision()->set_reason(reason);
    return office_.Call(who, &Review::SignTask, request);
  }

  Result<intake::v1::Report> TrySubmit(const std::string& report) {
    intake::v1::SubmitReportRequest request;
    request.set_name(report);
    return office_.Call(kDrafter, &Intake::SubmitReport, request);
  }

  // From a draft of one department to CLEARED.
  std::string Cleared(const std::string& id, wf::Disclosure disclosure = wf::ACTIVE) {
    const std::string report = Draft(id, disclosure);
    Must(Endorse(report));
    Clear(office_, report);
    return report;
  }

  // The reports in the queue of a stage, as `who` sees it.
  std::vector<std::string> Queue(v1::Stage stage, const std::string& who) {
    v1::ListTasksRequest request;
    request.set_stage(stage);
    std::vector<std::string> reports;
    const auto page = Must(office_.Call(who, &Review::ListTasks, request));
    for (const v1::Task& task : page.tasks()) reports.push_back(task.report());
    return reports;
  }

  // The rules that the report breaks, as SubmitReport and CheckReport name them.
  static std::vector<std::string> RulesOf(const Error& error) {
    std::vector<std::string> rules;
    for (const FieldViolation& violation : error.fields) rules.push_back(violation.id);
    return rules;
  }
  std::vector<std::string> CheckedRules(const std::string& report) {
    intake::v1::CheckReportRequest request;
    request.set_name(report);
    std::vector<std::string> rules;
    const auto checked = Must(office_.Call(kDrafter, &Intake::CheckReport, request));
    for (const auto& finding : checked.findings()) {
      if (finding.severity() == wf::ERROR) rules.push_back(finding.rule());
    }
    return rules;
  }

  support::TestFolder folder_;
  TestOffice office_{WritePolicy(folder_)};
};

TEST_F(OpinionsTest, NothingIsSubmittedThatTheHeadsHaveNotEndorsed) {
  const std::string report = JointDraft();
  const auto refused = TrySubmit(report);
  ExpectReason(refused, "CONTENT_INCOMPLETE");
  EXPECT_THAT(RulesOf(refused.error()), ElementsAre("HEAD_NOT_ENDORSED", "CO_ISSUER_NOT_ENDORSED"));
  ExpectRefused(office_, report, wf::SUBMIT, kDrafter, "CONTENT_INCOMPLETE");
  EXPECT_THAT(CheckedRules(report), ElementsAre("HEAD_NOT_ENDORSED", "CO_ISSUER_NOT_ENDORSED"));

  Must(Endorse(report));
  EXPECT_THAT(RulesOf(TrySubmit(report).error()), ElementsAre("CO_ISSUER_NOT_ENDORSED"));
  EXPECT_THAT(GetRecord(office_, report).missing_endorsements(), ElementsAre(kCoIssuer));
  const v1::Task endorsed = Must(Endorse(report, kCoIssuingHead));
  EXPECT_EQ(endorsed.state(), wf::DRAFT);
  EXPECT_THAT(endorsed.missing_endorsements(), IsEmpty());
  EXPECT_THAT(CheckedRules(report), IsEmpty());
  EXPECT_EQ(Must(TrySubmit(report)).state(), wf::LEGAL_REVIEW);
}

TEST_F(OpinionsTest, AnEditEndsTheEndorsements) {
  const std::string report = Draft("annual-2021");
  Must(Endorse(report));
  Attach(office_, report, "表.csv", "甲,乙\n");
  EXPECT_THAT(RulesOf(TrySubmit(report).error()), ElementsAre("HEAD_NOT_ENDORSED"));
}

TEST_F(OpinionsTest, AHeadEndorsesWhatIsIssuedAndNothingElse) {
  const std::string own = Draft("own-2021");
  ExpectReason(Endorse(own, kCoIssuingHead), "REPORT_NOT_FOUND");
  ExpectReason(Endorse(own, kDrafter), "ROLE_REQUIRED");
  const std::string joint = JointDraft();
  Must(Endorse(joint, kCoIssuingHead));
  ExpectReason(Endorse(joint, kCoIssuingHead), "ALREADY_APPROVED");
  // And only the content that the head has read.
  v1::EndorseTaskRequest request = EndorsementOf(joint);
  request.set_content_sha256(std::string(64, 'a'));
  ExpectReason(office_.Call(kHead, &Review::EndorseTask, request), "CONTENT_CHANGED");
}

TEST_F(OpinionsTest, AHeadReadsWhatIsToBeEndorsed) {
  const std::string own = Draft("own-2021");
  const std::string joint = JointDraft();
  const v1::Task task = GetTask(office_, kCoIssuingHead, joint, v1::ENDORSEMENT);
  EXPECT_EQ(task.content_sha256(), ContentOf(office_, joint));
  EXPECT_THAT(task.content().body(), testing::HasSubstr("4894"));
  EXPECT_THAT(task.questions(), IsEmpty());
  EXPECT_THAT(task.missing_endorsements(),
              ElementsAre(GetRecord(office_, joint).department(), kCoIssuer));
  v1::GetTaskRequest hidden;
  hidden.set_name(TaskOf(own, v1::ENDORSEMENT));
  ExpectReason(office_.Call(kCoIssuingHead, &Review::GetTask, hidden), "REPORT_NOT_FOUND");
}

TEST_F(OpinionsTest, QueuesHoldWhatStillNeedsTheOpinion) {
  const std::string own = Draft("own-2021");
  const std::string joint = JointDraft();
  EXPECT_THAT(Queue(v1::ENDORSEMENT, kHead), UnorderedElementsAre(own, joint));
  EXPECT_THAT(Queue(v1::ENDORSEMENT, kCoIssuingHead), ElementsAre(joint));
  Must(Endorse(joint));
  EXPECT_THAT(Queue(v1::ENDORSEMENT, kHead), ElementsAre(own));
  EXPECT_THAT(Queue(v1::ENDORSEMENT, kCoIssuingHead), ElementsAre(joint));

  Must(Endorse(own));
  Clear(office_, own);
  EXPECT_THAT(Queue(v1::SIGNATURE, kSignatory), ElementsAre(own));
  Must(Sign(own));
  EXPECT_THAT(Queue(v1::SIGNATURE, kSignatory), IsEmpty());
  // What was returned is seen by reviewers, too, who have nothing to endorse.
  EXPECT_THAT(Queue(v1::ENDORSEMENT, kLegalReviewer), IsEmpty());
  EXPECT_THAT(Queue(v1::SIGNATURE, kHead), IsEmpty());
}

TEST_F(OpinionsTest, NothingIsPublishedThatIsNotSigned) {
  const std::string report = Cleared("annual-2021");
  ExpectReason(office_.Call(kPublisher, &Publish::PublishReport, PublicationOf(report)),
               "APPROVAL_NOT_FRESH");
  ExpectRefused(office_, report, wf::PUBLISH, kPublisher, "APPROVAL_NOT_FRESH");
  const v1::Task signed_task = Must(Sign(report));
  EXPECT_EQ(signed_task.state(), wf::CLEARED);
  EXPECT_EQ(PublishReport(office_, report).state(), wf::PUBLISHED);
}

TEST_F(OpinionsTest, WhoGaveOneOpinionGivesNoOther) {
  const std::string report = Cleared("annual-2021");
  ExpectReason(Sign(report, wf::ACTIVE, "", kLegalReviewer), "ROLE_REQUIRED");
  ExpectReason(Sign(report, wf::ACTIVE, "", kPublisher), "ROLE_REQUIRED");
  Must(Sign(report));
  ExpectReason(Sign(report), "ALREADY_APPROVED");
}

TEST_F(OpinionsTest, TheSignatoryDecidesOnTheAttribute) {
  const std::string report = Cleared("annual-2021");
  ExpectReason(Sign(report, wf::ON_REQUEST), "INVALID_FIELD");  // no reason
  const v1::Task task = Must(Sign(report, wf::ON_REQUEST, "涉及第三方"));
  EXPECT_EQ(task.disclosure(), wf::ON_REQUEST);
  EXPECT_EQ(task.proposed_disclosure(), wf::ACTIVE);
  EXPECT_EQ(task.disclosure_reason(), "涉及第三方");

  intake::v1::GetReportRequest get;
  get.set_name(report);
  const intake::v1::Report shown = Must(office_.Call(kDrafter, &Intake::GetReport, get));
  EXPECT_EQ(shown.disclosure().attribute(), wf::ACTIVE) << "what the department proposed";
  EXPECT_EQ(shown.decided_attribute(), wf::ON_REQUEST);
  EXPECT_EQ(shown.decision_reason(), "涉及第三方");

  ExpectReason(office_.Call(kPublisher, &Publish::PublishReport, PublicationOf(report)),
               "NOT_ACTIVE_DISCLOSURE");
  EXPECT_EQ(Must(office_.Call(kPublisher, &Publish::FileReport, FilingOf(report))).state(),
            wf::FILED);
}

TEST_F(OpinionsTest, NobodyMakesPublicWhatASecrecyReviewerApprovedAsExempt) {
  const std::string report = Cleared("minutes-2021", wf::ON_REQUEST);
  ExpectReason(Sign(report, wf::ACTIVE, "应当公开"), "NOT_ACTIVE_DISCLOSURE");
  ExpectRefused(office_, report, wf::SIGN, kSignatory, "NOT_ACTIVE_DISCLOSURE");
  EXPECT_EQ(GetRecord(office_, report).disclosure(), wf::ON_REQUEST);
  Must(Sign(report, wf::ON_REQUEST));
  EXPECT_EQ(Must(office_.Call(kPublisher, &Publish::FileReport, FilingOf(report))).state(),
            wf::FILED);
}

TEST_F(OpinionsTest, ASecrecyReviewerMakesPublicWhatWasToBeKeptBack) {
  const std::string report = Draft("minutes-2021", wf::ON_REQUEST);
  Must(Endorse(report));
  Submit(office_, report);
  Approve(office_, kLegalReviewer, report, v1::LEGAL);
  v1::ApproveTaskRequest approval =
      ApprovalOf(GetTask(office_, kSecrecyReviewer, report, v1::SECRECY));
  approval.mutable_decision()->set_attribute(wf::ACTIVE);
  approval.mutable_decision()->set_reason("已不属过程性信息");
  approval.mutable_form()->set_conclusion(wf::DISCLOSE);
  Must(office_.Call(kSecrecyReviewer, &Review::ApproveTask, approval));
  Must(Sign(report));
  EXPECT_EQ(PublishReport(office_, report).state(), wf::PUBLISHED);
  // Who is told only what is public learns that the attribute is another one than the content says.
  intake::v1::GetReportRequest get;
  get.set_name(report);
  const intake::v1::Report shown = Must(office_.Call("user/wu-hao", &Intake::GetReport, get));
  EXPECT_EQ(shown.disclosure().attribute(), wf::ON_REQUEST);
  EXPECT_EQ(shown.decided_attribute(), wf::ACTIVE);
  EXPECT_EQ(shown.decision_reason(), "");
}

TEST_F(OpinionsTest, AReviewerDecidesOnAnotherAttributeWithItsConclusion) {
  const std::string report = Draft("annual-2021");
  Must(Endorse(report));
  Submit(office_, report);
  Approve(office_, kLegalReviewer, report, v1::LEGAL);
  v1::ApproveTaskRequest approval =
      ApprovalOf(GetTask(office_, kSecrecyReviewer, report, v1::SECRECY));
  approval.mutable_decision()->set_attribute(wf::NOT_DISCLOSED);
  approval.mutable_decision()->set_ground(wf::INTERNAL_AFFAIRS);
  approval.mutable_decision()->set_reason("内部事务信息");
  ExpectReason(office_.Call(kSecrecyReviewer, &Review::ApproveTask, approval), "INVALID_FIELD");
  approval.mutable_form()->set_conclusion(wf::EXEMPT);
  const v1::Task task = Must(office_.Call(kSecrecyReviewer, &Review::ApproveTask, approval));
  EXPECT_EQ(task.disclosure(), wf::NOT_DISCLOSED);
  const audit::v1::Entry entry = EntriesOf(office_, report).back();
  EXPECT_EQ(entry.approve().decision().ground(), wf::INTERNAL_AFFAIRS);
  EXPECT_EQ(entry.approve().form().conclusion(), wf::EXEMPT);
}

TEST_F(OpinionsTest, NoDecisionMakesADocumentThatCouldNotHaveBeenSubmittedSo) {
  // A normative document for active disclosure needs its interpretation; one on request does not.
  const std::string report = Draft("rules-2021", wf::ON_REQUEST);
  intake::v1::UpdateReportRequest edit;
  edit.mutable_report()->set_name(report);
  edit.mutable_report()->set_kind(intake::v1::NORMATIVE_DOCUMENT);
  edit.mutable_update_mask()->add_paths("kind");
  Must(office_.Call(kDrafter, &Intake::UpdateReport, edit));
  Must(Endorse(report));
  Submit(office_, report);
  const v1::Task task = GetTask(office_, kLegalReviewer, report, v1::LEGAL);
  EXPECT_THAT(task.questions(), SizeIs(12));
  v1::ApproveTaskRequest approval = ApprovalOf(task);
  approval.mutable_decision()->set_attribute(wf::ACTIVE);
  approval.mutable_decision()->set_reason("应当主动公开");
  const auto refused = office_.Call(kLegalReviewer, &Review::ApproveTask, approval);
  ExpectReason(refused, "CONTENT_INCOMPLETE");
  EXPECT_THAT(RulesOf(refused.error()), ElementsAre("INTERPRETATION_MISSING"));
  ExpectRefused(office_, report, wf::APPROVE_LEGAL, kLegalReviewer, "CONTENT_INCOMPLETE");
}

TEST_F(OpinionsTest, ARetryIsAnsweredAsTheFirstTimeAfterTheReportHasGoneOn) {
  const std::string report = Draft("annual-2021");
  Must(Endorse(report));
  Submit(office_, report);
  v1::ApproveTaskRequest approval = ApprovalOf(GetTask(office_, kLegalReviewer, report, v1::LEGAL));
  approval.set_request_id("01890a5d-ac96-774b-bcce-b302099a8057");
  const v1::Task first = Must(office_.Call(kLegalReviewer, &Review::ApproveTask, approval));
  intake::v1::WithdrawReportRequest withdraw;
  withdraw.set_name(report);
  withdraw.set_reason("不办了");
  Must(office_.Call(kDrafter, &Intake::WithdrawReport, withdraw));
  const v1::Task again = Must(office_.Call(kLegalReviewer, &Review::ApproveTask, approval));
  EXPECT_EQ(again.state(), wf::SECRECY_REVIEW);
  EXPECT_EQ(again.etag(), first.etag());
}

TEST_F(OpinionsTest, FormsAreNumberedAtTheirFirstSubmission) {
  const std::string first = Draft("first-2021");
  const std::string second = Draft("second-2021");
  EXPECT_FALSE(GetRecord(office_, first).has_form_number());
  for (const std::string& report : {second, first}) {
    Must(Endorse(report));
    Must(TrySubmit(report));
  }
  EXPECT_EQ(GetRecord(office_, second).form_number().number(), 1);
  EXPECT_EQ(GetRecord(office_, first).form_number().number(), 2);
  EXPECT_GE(GetRecord(office_, first).form_number().year(), 2026);

  v1::ReturnTaskRequest back;
  back.set_name(TaskOf(second, v1::LEGAL));
  back.set_reason("文号有误");
  Must(office_.Call(kLegalReviewer, &Review::ReturnTask, back));
  Must(Endorse(second));
  const intake::v1::Report again = Must(TrySubmit(second));
  EXPECT_EQ(again.form_number().number(), 1);
  EXPECT_FALSE(EntriesOf(office_, second).back().submit().has_form_number());
  // Over a restart, too.
  office_.Stop();
  office_.Start();
  const std::string third = Draft("third-2021");
  Must(Endorse(third));
  EXPECT_EQ(Must(TrySubmit(third)).form_number().number(), 3);
}

TEST_F(OpinionsTest, EventsTellWhatHappenedToWhoMaySeeIt) {
  const std::string report = Cleared("annual-2021");
  ExpectReason(TrySubmit(report), "ACTION_NOT_ALLOWED");  // is refused, and no event
  wf::ListReportEventsRequest request;
  request.set_parent(report);
  const auto events = [&](const std::string& who) {
    return office_.Call(who, &Workflow::ListReportEvents, request);
  };
  std::vector<wf::Action> actions;
  const auto all = Must(events(kDrafter));
  for (const wf::ReportEvent& event : all.report_events()) {
    actions.push_back(event.action());
    EXPECT_NE(event.content_sha256(), "");
    EXPECT_NE(event.entry_hash(), "");
  }
  EXPECT_THAT(actions, ElementsAre(wf::CREATE, wf::ENDORSE, wf::SUBMIT, wf::APPROVE_LEGAL,
                                   wf::APPROVE_SECRECY));
  EXPECT_EQ(Must(events(kSignatory)).report_events_size(), 5);
  const wf::ReportEvent approval = Must(events(kSecrecyReviewer)).report_events(3);
  EXPECT_EQ(approval.approve().form().conclusion(), wf::LAWFUL);
  ExpectReason(events("user/wu-hao"), "REPORT_NOT_FOUND");
  ExpectReason(events("bot/website"), "REPORT_NOT_FOUND");
  // Of what is public, the opinions are not.
  Must(Sign(report));
  PublishReport(office_, report);
  ExpectReason(events("user/wu-hao"), "REPORT_NOT_FOUND");

  request.set_page_size(2);
  const auto page = Must(events(kDrafter));
  EXPECT_EQ(page.report_events_size(), 2);
  request.set_page_token(page.next_page_token());
  EXPECT_EQ(Must(events(kDrafter)).report_events(0).action(), wf::SUBMIT);
}

TEST_F(OpinionsTest, WhoMayNotReadADraftLearnsNothingOfWhoIssuesIt) {
  const std::string report = Draft("annual-2021");
  Must(Endorse(report));
  Submit(office_, report);
  v1::ReturnTaskRequest back;
  back.set_name(TaskOf(report, v1::LEGAL));
  back.set_reason("文号有误");
  Must(office_.Call(kLegalReviewer, &Review::ReturnTask, back));
  intake::v1::UpdateReportRequest edit;
  edit.mutable_report()->set_name(report);
  edit.mutable_report()->add_co_issuing_departments(kCoIssuer);
  edit.mutable_update_mask()->add_paths("co_issuing_departments");
  Must(office_.Call(kDrafter, &Intake::UpdateReport, edit));
  wf::GetRecordRequest get;
  get.set_name(report);
  const wf::Record seen = Must(office_.Call(kLegalReviewer, &Workflow::GetRecord, get));
  EXPECT_THAT(seen.co_issuing_departments(), IsEmpty());
  EXPECT_THAT(seen.missing_endorsements(), IsEmpty());
  v1::GetTaskRequest task;
  task.set_name(TaskOf(report, v1::ENDORSEMENT));
  ExpectReason(office_.Call(kLegalReviewer, &Review::GetTask, task), "REPORT_NOT_FOUND");
}

TEST_F(OpinionsTest, ARevokedEndorsementIsMissingWhereverItIsAskedFor) {
  const std::string report = Draft("annual-2021");
  Must(Endorse(report));
  EXPECT_THAT(CheckedRules(report), IsEmpty());
  std::string policy = support::ReadFile(folder_ / "policy.yaml");
  const std::string head = "user/ma-chao: {department: 清河县人民政府办公室, roles: [HEAD]";
  ASSERT_NE(policy.find(head), std::string::npos);
  policy.insert(policy.find(head) + head.size(), ", revoked: {since: 2026-01-01T00:00:00+08:00}");
  support::WriteFile(folder_ / "policy.yaml", policy);
  EXPECT_TRUE(support::Eventually([&] { return !CheckedRules(report).empty(); }));
  EXPECT_THAT(CheckedRules(report), ElementsAre("HEAD_NOT_ENDORSED"));
  // The submission, too, says so as a rule of the form.
  const auto refused = TrySubmit(report);
  ExpectReason(refused, "CONTENT_INCOMPLETE");
  EXPECT_THAT(RulesOf(refused.error()), ElementsAre("HEAD_NOT_ENDORSED"));
  const wf::Record record = GetRecord(office_, report);
  ASSERT_THAT(record.approvals(), SizeIs(1));
  EXPECT_TRUE(record.approvals(0).revoked());
}

TEST_F(OpinionsTest, BlankTextIsNoReasonAndNoBasis) {
  const std::string report = Cleared("annual-2021");
  ExpectReason(Sign(report, wf::ON_REQUEST, " "), "INVALID_FIELD");
  ExpectReason(Sign(report, wf::ON_REQUEST, "\u3000"), "INVALID_FIELD");
  const std::string other = Draft("other-2021");
  Must(Endorse(other));
  Submit(office_, other);
  Approve(office_, kLegalReviewer, other, v1::LEGAL);
  v1::ApproveTaskRequest approval =
      ApprovalOf(GetTask(office_, kSecrecyReviewer, other, v1::SECRECY));
  approval.mutable_form()->set_basis(" \n");
  ExpectReason(office_.Call(kSecrecyReviewer, &Review::ApproveTask, approval), "INVALID_FIELD");
  approval.mutable_form()->set_basis("条例第十五条");
  wf::WithheldPart& part = *approval.mutable_form()->add_withheld_parts();
  part.set_part("联系电话");
  part.set_ground(wf::THIRD_PARTY_RIGHTS);
  part.set_attachment(" ");
  const auto blank = office_.Call(kSecrecyReviewer, &Review::ApproveTask, approval);
  ExpectReason(blank, "INVALID_FIELD");
  EXPECT_EQ(blank.error().metadata.at("field"), "form.withheld_parts[0].attachment");
}

TEST_F(OpinionsTest, EventsNameNoContentThatTheCallerMayNotRead) {
  const std::string report = Draft("annual-2021");
  Attach(office_, report, "表.csv", "甲,乙\n");
  Must(Endorse(report));
  Submit(office_, report);
  wf::ListReportEventsRequest request;
  request.set_parent(report);
  const auto events = Must(office_.Call(kLegalReviewer, &Workflow::ListReportEvents, request));
  EXPECT_EQ(events.report_events(0).content_sha256(), "") << "CREATE was of another content";
  EXPECT_EQ(events.report_events(3).content_sha256(), ContentOf(office_, report));
}

}  // namespace
}  // namespace gongkai::all
