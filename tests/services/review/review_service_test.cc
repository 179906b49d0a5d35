#include "services/review/review_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/services/all/damage.h"
#include "tests/services/all/test_stage.h"
#include "tests/services/all/way_of_a_report.h"
#include "workflow/base/digest.h"

namespace gongkai::all {
namespace {

namespace v1 = review::v1;
namespace wf = workflow::v1;

using testing::ElementsAre;
using testing::HasSubstr;

// Some whose roles bring them into conflict with themselves.
constexpr char kConflictingRoles[] = R"(
quorum: {legal: 1, secrecy: 1}
vacant: [PUBLISHER, bot]
identities:
  service/workflow: {service: workflow}
  service/intake:   {service: intake}
  service/review:   {service: review}
  service/publish:  {service: publish}
  user/zhang-wei: {department: 办公室, roles: [DRAFTER]}
  user/li-na:     {department: 办公室, roles: [DRAFTER, LEGAL_REVIEWER]}
  user/wang-fang: {department: 法规科, roles: [LEGAL_REVIEWER, SECRECY_REVIEWER]}
  user/chen-jie:  {department: 保密办, roles: [SECRECY_REVIEWER]}
  user/guo-lei:   {department: 审计科, roles: [AUDITOR]}
...
)";

class ReviewTest : public ::testing::Test {
 protected:
  std::string SubmitReport(const std::string& id = "annual-2021") {
    const std::string report = CreateReport(office_, id).name();
    Submit(office_, report);
    return report;
  }

  template <class Request>
  static Request Of(const std::string& report, v1::Stage stage) {
    Request request;
    request.set_name(TaskOf(report, stage));
    return request;
  }

  v1::ListTasksResponse List(const v1::ListTasksRequest& request) {
    return Must(office_.Call(kLegalReviewer, &Review::ListTasks, request));
  }

  TestOffice office_;
  runtime::Streams watchers_{review::kWatchers};
  const TestStage::Make make_ = [this](rpc::Gate& gate, rpc::Peer& workflow, rpc::Peer& intake) {
    return review::MakeReviewService(gate, watchers_, workflow, intake);
  };
};

std::vector<std::string> NamesOf(const v1::ListTasksResponse& page) {
  std::vector<std::string> names;
  for (const v1::Task& task : page.tasks()) names.push_back(task.name());
  return names;
}

TEST_F(ReviewTest, ListsWhatWaitsInAStageLongestWaitingFirst) {
  CreateReport(office_, "draft");
  for (const char* id : {"third", "first", "second"}) CreateReport(office_, id);
  for (const char* id : {"first", "second", "third"}) Submit(office_, std::string("reports/") + id);
  Approve(office_, kLegalReviewer, "reports/second", v1::LEGAL);

  v1::ListTasksRequest request;
  request.set_stage(v1::LEGAL);
  const auto legal = List(request);
  EXPECT_THAT(NamesOf(legal),
              ElementsAre("reports/first/tasks/legal", "reports/third/tasks/legal"));
  EXPECT_EQ(legal.tasks(0).title(), "清河县2021年政府信息公开工作年度报告（first）");
  EXPECT_EQ(legal.tasks(1).title(), "清河县2021年政府信息公开工作年度报告（third）");
  EXPECT_EQ(legal.tasks(0).document_number(), "清政办〔2022〕3号");
  EXPECT_EQ(legal.tasks(0).state(), wf::LEGAL_REVIEW);
  EXPECT_FALSE(legal.tasks(0).has_content());
  EXPECT_EQ(legal.next_page_token(), "");
  request.set_stage(v1::SECRECY);
  EXPECT_THAT(NamesOf(List(request)), ElementsAre("reports/second/tasks/secrecy"));
}

TEST_F(ReviewTest, ListsPageByPage) {
  for (const char* id : {"first", "second", "third"}) SubmitReport(id);
  v1::ListTasksRequest request;
  request.set_stage(v1::LEGAL);
  request.set_page_size(2);
  const auto page = List(request);
  EXPECT_THAT(NamesOf(page),
              ElementsAre("reports/first/tasks/legal", "reports/second/tasks/legal"));
  request.set_page_token(page.next_page_token());
  const auto last = List(request);
  EXPECT_THAT(NamesOf(last), ElementsAre("reports/third/tasks/legal"));
  EXPECT_EQ(last.next_page_token(), "");

  request.set_stage(v1::SECRECY);
  ExpectReason(office_.Call(kLegalReviewer, &Review::ListTasks, request), "INVALID_PAGE_TOKEN");
}

TEST_F(ReviewTest, ListsByFilter) {
  for (const char* id : {"first", "second"}) SubmitReport(id);
  Must(office_.Call(kLegalReviewer, &Review::ClaimTask,
                    Of<v1::ClaimTaskRequest>("reports/second", v1::LEGAL)));
  v1::ListTasksRequest request;
  request.set_stage(v1::LEGAL);
  request.set_filter("claimed_by = \"user/wang-fang\"");
  EXPECT_THAT(NamesOf(List(request)), ElementsAre("reports/second/tasks/legal"));
  request.set_filter("state = LEGAL_REFERRED");
  EXPECT_THAT(NamesOf(List(request)), ElementsAre());
  request.set_filter("state = CLEARED OR");
  ExpectReason(office_.Call(kLegalReviewer, &Review::ListTasks, request), "INVALID_FILTER");
}

TEST_F(ReviewTest, ListsOnlyForReviewersAndAuditorsAndOnlyAStage) {
  v1::ListTasksRequest request;
  request.set_stage(v1::LEGAL);
  ExpectReason(office_.Call(kDrafter, &Review::ListTasks, request), "ROLE_REQUIRED");
  EXPECT_TRUE(office_.Call(kAuditor, &Review::ListTasks, request));
  request.set_page_size(-1);
  ExpectReason(office_.Call(kLegalReviewer, &Review::ListTasks, request), "INVALID_FIELD");
  ExpectReason(office_.Call(kLegalReviewer, &Review::ListTasks, v1::ListTasksRequest()),
               "INVALID_FIELD");
}

TEST_F(ReviewTest, ShowsTheContentThatTheDigestIsOf) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  Attach(office_, report, "表.csv", "甲,乙\n1,2\n");
  Submit(office_, report);
  const v1::Task task = GetTask(office_, kLegalReviewer, report, v1::LEGAL);
  EXPECT_EQ(task.content_sha256(), ContentOf(office_, report));
  EXPECT_EQ(task.content().kind(), "ANNUAL_REPORT");
  EXPECT_THAT(task.content().body(), HasSubstr("4894"));
  ASSERT_EQ(task.content().attachments_size(), 1);
  EXPECT_EQ(task.content().attachments(0).name(), "reports/annual-2021/attachments/表.csv");
  EXPECT_EQ(task.content().attachments(0).sha256(), base::Sha256("甲,乙\n1,2\n").ToHex());
  EXPECT_EQ(task.questions_size(), 5);
  EXPECT_EQ(task.questions_version(), 2);
}

TEST_F(ReviewTest, ADamagedContentIsMarkedAndHidesNoOther) {
  const std::string damaged = SubmitReport("annual-2021");
  SubmitReport("annual-2020");
  v1::ListTasksRequest request;
  request.set_stage(v1::LEGAL);
  const v1::Task read = GetTask(office_, kLegalReviewer, damaged, v1::LEGAL);
  DamageContent(office_.data(), read.content_sha256());
  const v1::ListTasksResponse page = List(request);
  ASSERT_EQ(page.tasks_size(), 2);
  EXPECT_EQ(page.tasks(0).content_problem(), "CONTENT_CORRUPT");
  EXPECT_EQ(page.tasks(0).title(), "");
  EXPECT_EQ(page.tasks(1).content_problem(), "");
  EXPECT_NE(page.tasks(1).title(), "");

  auto back = Of<v1::ReturnTaskRequest>(damaged, v1::LEGAL);
  back.set_reason("内容损坏");
  const v1::Task returned = Must(office_.Call(kLegalReviewer, &Review::ReturnTask, back));
  EXPECT_EQ(returned.state(), wf::DRAFT);
  EXPECT_EQ(returned.content_problem(), "CONTENT_CORRUPT");
}

TEST_F(ReviewTest, ShowsNothingThatDoesNotWaitInTheStage) {
  const std::string report = SubmitReport();
  const auto get = [&](const std::string& name) {
    v1::GetTaskRequest request;
    request.set_name(name);
    return office_.Call(kLegalReviewer, &Review::GetTask, request);
  };
  ExpectReason(get(report + "/tasks/secrecy"), "REPORT_NOT_FOUND");
  ExpectReason(get("reports/nowhere/tasks/legal"), "REPORT_NOT_FOUND");
  ExpectReason(get(report), "INVALID_FIELD");
  CreateReport(office_, "draft");
  ExpectReason(get("reports/draft/tasks/legal"), "REPORT_NOT_FOUND");
}

TEST_F(ReviewTest, ApprovesOnlyWhatWasRead) {
  const std::string report = SubmitReport();
  v1::ApproveTaskRequest approval = ApprovalOf(GetTask(office_, kLegalReviewer, report, v1::LEGAL));
  approval.mutable_content_sha256()->assign(64, 'a');
  ExpectReason(office_.Call(kLegalReviewer, &Review::ApproveTask, approval), "CONTENT_CHANGED");
  ExpectRefused(office_, report, wf::APPROVE_LEGAL, kLegalReviewer, "CONTENT_CHANGED");
}

TEST_F(ReviewTest, RecordsTheFormAndTheOpinionOfAnApproval) {
  const std::string report = SubmitReport();
  v1::ApproveTaskRequest approval = ApprovalOf(GetTask(office_, kLegalReviewer, report, v1::LEGAL));
  approval.mutable_form()->mutable_answers(0)->set_remark("有三定方案为据。");
  const v1::Task task = Must(office_.Call(kLegalReviewer, &Review::ApproveTask, approval));
  EXPECT_EQ(task.state(), wf::SECRECY_REVIEW);
  EXPECT_EQ(task.stage(), v1::LEGAL);
  EXPECT_THAT(task.title(), HasSubstr("annual-2021"));
  const audit::v1::Entry entry = EntriesOf(office_, report).back();
  EXPECT_EQ(entry.comment(), "同意公开。");
  EXPECT_EQ(entry.approve().form().SerializeAsString(), approval.form().SerializeAsString());
}

TEST_F(ReviewTest, LeavesEverythingAsItIsWhereAQuestionIsNotPassed) {
  const std::string report = SubmitReport();
  v1::ApproveTaskRequest approval = ApprovalOf(GetTask(office_, kLegalReviewer, report, v1::LEGAL));
  approval.mutable_form()->mutable_answers(1)->set_answer(wf::NO);
  approval.mutable_form()->mutable_answers(1)->set_remark("未征求意见。");
  ExpectReason(office_.Call(kLegalReviewer, &Review::ApproveTask, approval), "INVALID_FIELD");
  EXPECT_EQ(GetRecord(office_, report).state(), wf::LEGAL_REVIEW);
  EXPECT_EQ(EntriesOf(office_, report).size(), 2U);
}

TEST_F(ReviewTest, RefusesAndRecordsADecisionUnderTheNameOfAnotherStage) {
  const std::string report = SubmitReport();
  auto back = Of<v1::ReturnTaskRequest>(report, v1::SECRECY);
  back.set_reason("有密级标志。");
  ExpectReason(office_.Call(kLegalReviewer, &Review::ReturnTask, back), "ACTION_NOT_ALLOWED");
  ExpectRefused(office_, report, wf::RETURN, kLegalReviewer, "ACTION_NOT_ALLOWED");
  // Of what never came to his desk a secrecy reviewer knows nothing.
  ExpectReason(office_.Call(kSecrecyReviewer, &Review::ReturnTask, back), "REPORT_NOT_FOUND");
  ExpectRefused(office_, report, wf::RETURN, kSecrecyReviewer, "REPORT_NOT_FOUND");

  Approve(office_, kLegalReviewer, report, v1::LEGAL);
  back.set_name(TaskOf(report, v1::LEGAL));
  ExpectReason(office_.Call(kLegalReviewer, &Review::ReturnTask, back), "ACTION_NOT_ALLOWED");
  EXPECT_EQ(GetRecord(office_, report).state(), wf::SECRECY_REVIEW);
}

TEST_F(ReviewTest, RefusesAndRecordsWhoHasNotTheRole) {
  const std::string report = SubmitReport();
  const v1::Task task = GetTask(office_, kLegalReviewer, report, v1::LEGAL);
  const auto expect = [&](const char* identity, const std::string& reason) {
    ExpectReason(office_.Call(identity, &Review::ApproveTask, ApprovalOf(task)), reason);
    ExpectRefused(office_, report, wf::APPROVE_LEGAL, identity, reason);
  };
  for (const char* identity : {kDrafter, kAuditor}) expect(identity, "ROLE_REQUIRED");
  // These do not even know of it.
  for (const char* identity : {kSecrecyReviewer, kPublisher}) expect(identity, "REPORT_NOT_FOUND");
  Approve(office_, kLegalReviewer, report, v1::LEGAL);
  expect(kSecrecyReviewer, "ROLE_REQUIRED");
}

TEST_F(ReviewTest, AnswersARetryAsTheFirstTime) {
  const std::string report = SubmitReport();
  v1::ApproveTaskRequest approval = ApprovalOf(GetTask(office_, kLegalReviewer, report, v1::LEGAL));
  approval.set_request_id("01890a5d-ac96-774b-bcce-b302099a8057");
  const v1::Task first = Must(office_.Call(kLegalReviewer, &Review::ApproveTask, approval));
  Approve(office_, kSecrecyReviewer, report, v1::SECRECY);
  const v1::Task again = Must(office_.Call(kLegalReviewer, &Review::ApproveTask, approval));
  EXPECT_EQ(first.SerializeAsString(), again.SerializeAsString());

  approval.set_opinion("另一意见。");
  ExpectReason(office_.Call(kLegalReviewer, &Review::ApproveTask, approval), "REQUEST_ID_REUSED");
  auto claim = Of<v1::ClaimTaskRequest>(report, v1::LEGAL);
  claim.set_request_id(approval.request_id());
  ExpectReason(office_.Call(kLegalReviewer, &Review::ClaimTask, claim), "REQUEST_ID_REUSED");
}

TEST_F(ReviewTest, RefusesWhatWasDecidedOnAnOlderState) {
  const std::string report = SubmitReport();
  const v1::Task task = GetTask(office_, kLegalReviewer, report, v1::LEGAL);
  Must(office_.Call("user/zhao-min", &Review::ClaimTask,
                    Of<v1::ClaimTaskRequest>(report, v1::LEGAL)));
  v1::ApproveTaskRequest approval = ApprovalOf(task);
  approval.set_etag(task.etag());
  const auto refused = office_.Call(kLegalReviewer, &Review::ApproveTask, approval);
  ExpectReason(refused, "ETAG_MISMATCH");
  EXPECT_EQ(refused.error().metadata.at("last_actor"), "user/zhao-min");
}

TEST_F(ReviewTest, GivesAClaimedTaskToNobodyElseUntilItIsGivenBack) {
  const std::string report = SubmitReport();
  auto claim = Of<v1::ClaimTaskRequest>(report, v1::LEGAL);
  claim.mutable_claim_duration()->set_seconds(600);
  const v1::Task claimed = Must(office_.Call(kLegalReviewer, &Review::ClaimTask, claim));
  EXPECT_EQ(claimed.claimed_by(), kLegalReviewer);
  EXPECT_TRUE(claimed.has_claim_expire_time());
  ExpectReason(office_.Call("user/zhao-min", &Review::ClaimTask, claim), "CLAIMED_BY_ANOTHER");
  const auto release = Of<v1::ReleaseTaskRequest>(report, v1::LEGAL);
  ExpectReason(office_.Call("user/zhao-min", &Review::ReleaseTask, release), "CLAIMED_BY_ANOTHER");
  EXPECT_EQ(Must(office_.Call(kLegalReviewer, &Review::ReleaseTask, release)).claimed_by(), "");
  EXPECT_TRUE(office_.Call("user/zhao-min", &Review::ClaimTask, claim));
}

TEST_F(ReviewTest, AsksAnAuthorityAndGoesOnWithItsAnswer) {
  const std::string report = SubmitReport();
  Approve(office_, kLegalReviewer, report, v1::LEGAL);
  auto question = Of<v1::ReferTaskRequest>(report, v1::SECRECY);
  question.set_authority("邢台市国家保密局");
  question.set_question("第三节是否可以公开？");
  const v1::Task referred = Must(office_.Call(kSecrecyReviewer, &Review::ReferTask, question));
  EXPECT_EQ(referred.state(), wf::SECRECY_REFERRED);
  EXPECT_EQ(EntriesOf(office_, report).back().refer().authority(), "邢台市国家保密局");
  EXPECT_EQ(GetTask(office_, kSecrecyReviewer, report, v1::SECRECY).newest_comment(),
            "第三节是否可以公开？");

  auto answer = Of<v1::ResolveTaskRequest>(report, v1::SECRECY);
  answer.set_answer("可以公开。");
  EXPECT_EQ(Must(office_.Call(kSecrecyReviewer, &Review::ResolveTask, answer)).state(),
            wf::SECRECY_REVIEW);
  EXPECT_EQ(Approve(office_, kSecrecyReviewer, report, v1::SECRECY).state(), wf::CLEARED);
}

TEST_F(ReviewTest, WithholdsWhatMayNotBePublished) {
  const std::string report = SubmitReport();
  auto decision = Of<v1::WithholdTaskRequest>(report, v1::LEGAL);
  decision.set_ground(wf::THIRD_PARTY_RIGHTS);
  decision.set_reason("含商业秘密，第三方不同意公开。");
  EXPECT_EQ(Must(office_.Call(kLegalReviewer, &Review::WithholdTask, decision)).state(),
            wf::WITHHELD);
  EXPECT_EQ(EntriesOf(office_, report).back().withhold().ground(), wf::THIRD_PARTY_RIGHTS);
}

TEST(ReviewByConflictingRoles, IsRefusedAndRecorded) {
  const support::TestFolder folder;
  support::WriteFile(folder / "policy.yaml", kConflictingRoles);
  TestOffice office(folder / "policy.yaml");
  const std::string report = CreateReport(office, "annual-2021").name();
  intake::v1::UpdateReportRequest edit;
  edit.mutable_report()->set_name(report);
  edit.mutable_report()->set_category("年报");
  Must(office.Call("user/li-na", &Intake::UpdateReport, edit));
  Submit(office, report);
  const v1::Task legal = GetTask(office, "user/wang-fang", report, v1::LEGAL);

  // Who wrote a part of it.
  ExpectReason(office.Call("user/li-na", &Review::ApproveTask, ApprovalOf(legal)), "OWN_REPORT");
  ExpectRefused(office, report, wf::APPROVE_LEGAL, "user/li-na", "OWN_REPORT");
  // Who approved the other stage.
  Must(office.Call("user/wang-fang", &Review::ApproveTask, ApprovalOf(legal)));
  const v1::Task secrecy = GetTask(office, "user/wang-fang", report, v1::SECRECY);
  ExpectReason(office.Call("user/wang-fang", &Review::ApproveTask, ApprovalOf(secrecy)),
               "SAME_REVIEWER");
  ExpectRefused(office, report, wf::APPROVE_SECRECY, "user/wang-fang", "SAME_REVIEWER");
  EXPECT_EQ(GetRecord(office, report).state(), wf::SECRECY_REVIEW);
}

TEST_F(ReviewTest, DecidesWithoutIntake) {
  const std::string report = SubmitReport();
  const v1::Task task = GetTask(office_, kLegalReviewer, report, v1::LEGAL);
  const TestStage alone(office_, "review", kNowhere, make_);
  // What the questions are, only the content says.
  ExpectReason(Call(alone.As(kLegalReviewer), &Review::ApproveTask, ApprovalOf(task)),
               "PEER_UNAVAILABLE");
  auto back = Of<v1::ReturnTaskRequest>(report, v1::LEGAL);
  back.set_reason("文号有误");
  const v1::Task decided = Must(Call(alone.As(kLegalReviewer), &Review::ReturnTask, back));
  EXPECT_EQ(decided.state(), wf::DRAFT);
  EXPECT_EQ(decided.title(), "");
  EXPECT_EQ(EntriesOf(office_, report).back().via(), "review");
}

TEST_F(ReviewTest, ADecisionIsAnsweredWithTheTitleThatWasReadHereBefore) {
  const std::string report = SubmitReport();
  const TestStage stage(office_, "review", office_.address(), make_);
  const auto claim = [&] {
    return Must(Call(stage.As(kLegalReviewer), &Review::ClaimTask,
                     Of<v1::ClaimTaskRequest>(report, v1::LEGAL)));
  };
  const v1::Task unread = claim();
  EXPECT_EQ(unread.claimed_by(), kLegalReviewer);
  EXPECT_EQ(unread.title(), "");
  EXPECT_EQ(unread.content_problem(), "");
  v1::ListTasksRequest list;
  list.set_stage(v1::LEGAL);
  Must(Call(stage.As("user/zhao-min"), &Review::ListTasks, list));
  EXPECT_THAT(claim().title(), HasSubstr("annual-2021"));
  EXPECT_EQ(claim().document_number(), "清政办〔2022〕3号");
}

}  // namespace
}  // namespace gongkai::all
