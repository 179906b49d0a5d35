// Who decides by the policy: delegates, reviewers of some departments, supervisors.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/services/all/policy_of_the_test.h"
#include "tests/services/all/way_of_a_report.h"
#include "tests/support/eventually.h"
#include "tests/support/test_folder.h"

namespace gongkai::all {
namespace {

namespace wf = workflow::v1;
using review::v1::LEGAL;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// Supervises the legal reviewers.
constexpr char kSupervisor[] = "user/zhao-min";
// Has the role of kLegalReviewer by delegation, and drafts.
constexpr char kDelegate[] = "user/wu-hao";

const PolicyOfTheTest::Changes kChanges{
    {"vacant: []",
     "vacant: []\n\ndelegations:\n  - {from: user/wang-fang, to: user/wu-hao, role: "
     "LEGAL_REVIEWER, "
     "until: 2099-01-01T00:00:00+08:00, by: user/he-jun}"},
    {"user/sun-yan:  {department: 保密办, roles: [SECRECY_REVIEWER], ",
     "user/sun-yan:  {department: 保密办, roles: [SECRECY_REVIEWER], reports_of: "
     "[清河县财政局], "}};

class DecidersTest : public testing::Test {
 protected:
  std::string SubmitReport(const std::string& id = "annual-2021") {
    std::string report = CreateReport(office_, id).name();
    Submit(office_, report);
    return report;
  }

  Result<review::v1::Task> Claim(const std::string& who, const std::string& report) {
    review::v1::ClaimTaskRequest request;
    request.set_name(TaskOf(report, LEGAL));
    return office_.Call(who, &Review::ClaimTask, request);
  }

  Result<review::v1::Task> TakeOver(const std::string& who, const std::string& report,
                                    const std::string& reason = "经办人休假。") {
    review::v1::TakeOverTaskRequest request;
    request.set_name(TaskOf(report, LEGAL));
    request.set_reason(reason);
    return office_.Call(who, &Review::TakeOverTask, request);
  }

  std::vector<std::string> TasksOf(const std::string& who, review::v1::Stage stage) {
    review::v1::ListTasksRequest request;
    request.set_stage(stage);
    std::vector<std::string> reports;
    const auto page = Must(office_.Call(who, &Review::ListTasks, request));
    for (const review::v1::Task& task : page.tasks()) reports.push_back(task.report());
    return reports;
  }

  const support::TestFolder folder_;
  PolicyOfTheTest policy_{folder_.path(), kChanges};
  TestOffice office_{policy_.file()};
};

TEST_F(DecidersTest, ADelegateDecidesForWhoGaveTheRole) {
  const std::string report = SubmitReport();
  EXPECT_THAT(TasksOf(kDelegate, LEGAL), ElementsAre(report));
  EXPECT_EQ(Approve(office_, kDelegate, report, LEGAL).state(), wf::SECRECY_REVIEW);
  const audit::v1::Entry entry = EntriesOf(office_, report).back();
  EXPECT_EQ(entry.actor(), kDelegate);
  EXPECT_EQ(entry.on_behalf_of(), kLegalReviewer);
  EXPECT_EQ(entry.role(), wf::LEGAL_REVIEWER);
  EXPECT_EQ(entry.department(), "法规科") << "of who gave the role";
  const auto record = GetRecord(office_, report);
  ASSERT_THAT(record.approvals(), SizeIs(1));
  EXPECT_EQ(record.approvals(0).on_behalf_of(), kLegalReviewer);
}

// The delegate's own drafts are nobody's on whose behalf the delegate reviews.
TEST_F(DecidersTest, NeitherReviewsTheWorkOfTheOther) {
  intake::v1::CreateReportRequest request;
  request.set_report_id("budget-2021");
  *request.mutable_report() = CreateReport(office_, "annual-2021");
  request.mutable_report()->set_title("清河县2021年财政预算");
  request.mutable_report()->set_body("# 一、收入\n\n2021年，一般公共预算收入完成。");
  const std::string report = Must(office_.Call(kDelegate, &Intake::CreateReport, request)).name();
  const audit::v1::Entry created = EntriesOf(office_, report).back();
  EXPECT_EQ(created.on_behalf_of(), "") << "drafts for nobody else";
  intake::v1::SubmitReportRequest submit;
  submit.set_name(report);
  Must(office_.Call(kDelegate, &Intake::SubmitReport, submit));
  ExpectReason(Claim(kLegalReviewer, report), "OWN_REPORT");
  ExpectReason(Claim(kDelegate, report), "OWN_REPORT");
  EXPECT_TRUE(Claim(kSupervisor, report));
  // The explanation shows the work of the other.
  wf::ExplainPermissionRequest why;
  why.set_name(report);
  why.set_action(wf::RETURN);
  why.set_identity(kLegalReviewer);
  const auto explained = Must(office_.Call(kAuditor, &Workflow::ExplainPermission, why));
  EXPECT_EQ(explained.reason(), "OWN_REPORT");
  for (const wf::PermissionFact& fact : explained.facts()) {
    if (fact.rule() == "FOUR_EYES") {
      EXPECT_THAT(fact.entries(), SizeIs(2)) << "CREATE and SUBMIT";
    }
  }

  policy_.Change({{"2099-01-01", "2020-01-01"}});
  EXPECT_TRUE(support::Eventually([&] {
    const auto refused = Claim(kLegalReviewer, report);
    return refused.error().reason == Reason::kClaimedByAnother;
  })) << "the delegation is over";
  ExpectReason(Claim(kDelegate, report), "ROLE_REQUIRED");
}

TEST_F(DecidersTest, AReviewerOfSomeDepartmentsKnowsNothingOfTheReportsOfOthers) {
  const std::string report = SubmitReport();
  Approve(office_, kLegalReviewer, report, LEGAL);
  EXPECT_THAT(TasksOf("user/sun-yan", review::v1::SECRECY), IsEmpty());
  EXPECT_THAT(TasksOf(kSecrecyReviewer, review::v1::SECRECY), ElementsAre(report));
  review::v1::GetTaskRequest get;
  get.set_name(TaskOf(report, review::v1::SECRECY));
  ExpectReason(office_.Call("user/sun-yan", &Review::GetTask, get), "REPORT_NOT_FOUND");
  review::v1::ClaimTaskRequest claim;
  claim.set_name(get.name());
  ExpectReason(office_.Call("user/sun-yan", &Review::ClaimTask, claim), "REPORT_NOT_FOUND");
  ExpectRefused(office_, report, wf::CLAIM, "user/sun-yan", "REPORT_NOT_FOUND");
}

TEST_F(DecidersTest, ASupervisorTakesAClaimOverWithAReason) {
  const std::string report = SubmitReport();
  ExpectReason(TakeOver(kSupervisor, report), "ACTION_NOT_ALLOWED");
  Must(Claim(kLegalReviewer, report));
  ExpectReason(TakeOver(kSupervisor, report, ""), "INVALID_FIELD");
  ExpectReason(TakeOver(kSupervisor, report, " \t"), "INVALID_FIELD");
  ExpectReason(TakeOver(kDelegate, report), "SUPERVISOR_REQUIRED");
  ExpectReason(TakeOver(kDrafter, report), "ROLE_REQUIRED");
  const auto task = Must(TakeOver(kSupervisor, report));
  EXPECT_EQ(task.claimed_by(), kSupervisor);
  const audit::v1::Entry entry = EntriesOf(office_, report).back();
  EXPECT_EQ(entry.action(), wf::TAKE_OVER);
  EXPECT_EQ(entry.comment(), "经办人休假。");
  EXPECT_EQ(entry.claim().seconds(), 3600);
  ExpectReason(TakeOver(kSupervisor, report), "ACTION_NOT_ALLOWED");
  ExpectReason(Claim(kLegalReviewer, report), "CLAIMED_BY_ANOTHER");
  EXPECT_EQ(Approve(office_, kSupervisor, report, LEGAL).state(), wf::SECRECY_REVIEW);
}

// Whoever lost the claim may not take it back, and a dry run changes nothing.
TEST_F(DecidersTest, OnlyTheSupervisorTakesOverAndADryRunDoesNot) {
  const std::string report = SubmitReport();
  Must(Claim(kSupervisor, report));
  ExpectReason(TakeOver(kLegalReviewer, report), "SUPERVISOR_REQUIRED");
  Must(office_.Call(kSupervisor, &Review::ReleaseTask, [&] {
    review::v1::ReleaseTaskRequest release;
    release.set_name(TaskOf(report, LEGAL));
    return release;
  }()));
  Must(Claim(kLegalReviewer, report));
  review::v1::TakeOverTaskRequest request;
  request.set_name(TaskOf(report, LEGAL));
  request.set_reason("期限将至。");
  request.set_validate_only(true);
  Must(office_.Call(kSupervisor, &Review::TakeOverTask, request));
  EXPECT_EQ(GetRecord(office_, report).claimed_by(), kLegalReviewer);
}

}  // namespace
}  // namespace gongkai::all
