#include "services/workflow/api/stuck_reports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/services/all/policy_of_the_test.h"
#include "tests/services/all/way_of_a_report.h"
#include "tests/support/eventually.h"

namespace gongkai::all {
namespace {

namespace wf = workflow::v1;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// The only legal reviewer left is the drafter.
const PolicyOfTheTest::Changes kLegalReviewIsTheDrafters{
    {"user/wang-fang: {department: 法规科, roles: [LEGAL_REVIEWER]}",
     "user/wang-fang: {department: 法规科}"},
    {"user/zhao-min:  {department: 法规科, roles: [LEGAL_REVIEWER], supervises: [LEGAL_REVIEWER]}",
     "user/zhao-min:  {department: 法规科}"},
    {"user/zhang-wei: {department: 清河县人民政府办公室, roles: [DRAFTER]}",
     "user/zhang-wei: {department: 清河县人民政府办公室, roles: [DRAFTER, LEGAL_REVIEWER]}"}};

class StuckReportsTest : public testing::Test {
 protected:
  std::vector<wf::StuckReport> Stuck() {
    wf::ListStuckReportsRequest request;
    request.set_page_size(1);
    std::vector<wf::StuckReport> all;
    do {
      const auto page = Must(office_.Call(kAuditor, &Workflow::ListStuckReports, request));
      all.insert(all.end(), page.stuck_reports().begin(), page.stuck_reports().end());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return all;
  }

  const support::TestFolder folder_;
  PolicyOfTheTest policy_{folder_.path()};
  TestOffice office_{policy_.file()};
};

TEST_F(StuckReportsTest, AreThoseWhoseReviewersLeft) {
  const std::string legal = CreateReport(office_, "annual-2021").name();
  Submit(office_, legal);
  const std::string secrecy = CreateReport(office_, "annual-2022").name();
  Submit(office_, secrecy);
  Approve(office_, kLegalReviewer, secrecy, review::v1::LEGAL);
  EXPECT_THAT(Stuck(), IsEmpty());

  policy_.Change(kLegalReviewIsTheDrafters);
  ASSERT_TRUE(support::Eventually([&] { return !Stuck().empty(); }));
  const auto stuck = Stuck();
  ASSERT_THAT(stuck, SizeIs(1)) << "the legal review of the other one is over";
  EXPECT_EQ(stuck[0].report(), legal);
  EXPECT_EQ(stuck[0].state(), wf::LEGAL_REVIEW);
  EXPECT_EQ(stuck[0].stage(), wf::LEGAL_REVIEW);
  EXPECT_EQ(stuck[0].needed(), 1);
  EXPECT_EQ(stuck[0].able(), 0);
  ASSERT_THAT(stuck[0].excluded(), SizeIs(1));
  EXPECT_EQ(stuck[0].excluded(0).identity(), kDrafter);
  EXPECT_EQ(stuck[0].excluded(0).reason(), "OWN_REPORT");

  policy_.Restore();
  EXPECT_TRUE(support::Eventually([&] { return Stuck().empty(); }));
}

TEST_F(StuckReportsTest, AreNotMadeBySubmitting) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  const std::string other = CreateReport(office_, "annual-2022").name();
  Submit(office_, other);
  policy_.Change(kLegalReviewIsTheDrafters);
  ASSERT_TRUE(support::Eventually([&] { return !Stuck().empty(); }));
  intake::v1::SubmitReportRequest request;
  request.set_name(report);
  const auto submitted = office_.Call(kDrafter, &Intake::SubmitReport, request);
  ASSERT_FALSE(submitted);
  EXPECT_EQ(submitted.error().reason, Reason::kNoEligibleReviewer);
  EXPECT_THAT(submitted.error().message, testing::HasSubstr("user/zhang-wei OWN_REPORT"));
  EXPECT_EQ(GetRecord(office_, report).state(), wf::DRAFT);

  // What a question about it answers is the same.
  wf::ExplainPermissionRequest why;
  why.set_name(report);
  why.set_action(wf::SUBMIT);
  const auto explained = Must(office_.Call(kDrafter, &Workflow::ExplainPermission, why));
  EXPECT_FALSE(explained.allowed());
  EXPECT_EQ(explained.reason(), "NO_ELIGIBLE_REVIEWER");

  policy_.Restore();
  EXPECT_TRUE(support::Eventually(
      [&] { return office_.Call(kDrafter, &Intake::SubmitReport, request).has_value(); }));
}

TEST_F(StuckReportsTest, AreForAuditors) {
  for (const char* caller : {kDrafter, kLegalReviewer, kPublisher}) {
    const auto refused = office_.Call(caller, &Workflow::ListStuckReports, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, Reason::kRoleRequired) << caller;
  }
}

}  // namespace
}  // namespace gongkai::all
