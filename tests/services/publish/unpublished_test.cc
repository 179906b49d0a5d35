#include "services/publish/unpublished.h"

#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/services/all/way_of_a_report.h"
#include "tests/support/test_folder.h"

namespace gongkai::all {
namespace {

namespace v1 = publish::v1;
namespace wf = workflow::v1;
using google::protobuf::util::TimeUtil;

// The policy for development, by which decisions are looked at again after a week.
std::filesystem::path WritePolicyOfAWeek(const support::TestFolder& folder) {
  std::ifstream file(GONGKAI_SOURCE_DIR "/deploy/policy.yaml");
  std::string policy{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const std::string year = "after_days: 365";
  policy.replace(policy.find(year), year.size(), "after_days: 7");
  support::WriteFile(folder / "policy.yaml", policy);
  return folder / "policy.yaml";
}

class UnpublishedTest : public ::testing::Test {
 protected:
  std::string ClearOnRequest(const std::string& id, wf::Disclosure disclosure = wf::ON_REQUEST) {
    const std::string report = CreateReport(office_, id, "", disclosure).name();
    Clear(office_, report);
    return report;
  }

  v1::UnpublishedReport File(const std::string& report) {
    return Must(office_.Call(kPublisher, &Publish::FileReport, FilingOf(report)));
  }

  Result<v1::ReassessReportResponse> TryReassess(const std::string& report,
                                                 const std::string& identity = kPublisher) {
    v1::ReassessReportRequest request;
    request.set_name(report);
    request.set_reason("情形已经变化。");
    return office_.Call(identity, &Publish::ReassessReport, request);
  }

  std::vector<v1::UnpublishedReport> List(v1::ListUnpublishedReportsRequest request,
                                          const std::string& identity = kPublisher) {
    std::vector<v1::UnpublishedReport> all;
    do {
      const auto page = Must(office_.Call(identity, &Publish::ListUnpublishedReports, request));
      all.insert(all.end(), page.unpublished_reports().begin(), page.unpublished_reports().end());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return all;
  }

  std::string Withhold(const std::string& id) {
    const std::string report = CreateReport(office_, id).name();
    Submit(office_, report);
    review::v1::WithholdTaskRequest withhold;
    withhold.set_name(TaskOf(report, review::v1::LEGAL));
    withhold.set_ground(wf::DELIBERATIVE);
    withhold.set_reason("过程稿");
    Must(office_.Call(kLegalReviewer, &Review::WithholdTask, withhold));
    return report;
  }

  const support::TestFolder folder_;
  TestOffice office_{WritePolicyOfAWeek(folder_)};
};

TEST_F(UnpublishedTest, FilesWhatIsNotForActiveDisclosure) {
  for (const wf::Disclosure disclosure : {wf::ON_REQUEST, wf::NOT_DISCLOSED}) {
    const std::string id = "minutes-" + std::to_string(disclosure);
    const std::string report = CreateReport(office_, id, "", disclosure).name();
    Attach(office_, report, "表.csv", "甲,乙\n1,2\n");
    const std::string approved = Clear(office_, report);
    const v1::UnpublishedReport filed = File(report);
    EXPECT_EQ(filed.report(), report);
    EXPECT_EQ(filed.state(), wf::FILED);
    EXPECT_EQ(filed.disclosure(), disclosure);
    EXPECT_EQ(filed.content_sha256(), approved);
    EXPECT_EQ(filed.title(), "清河县2021年政府信息公开工作年度报告（" + id + "）");
    EXPECT_EQ(filed.reassess_time() - filed.decide_time(), TimeUtil::HoursToDuration(7 * 24));
    v1::GetPublicationRequest get;
    get.set_name("publications/" + id);
    ExpectReason(office_.Call(kPublisher, &Publish::GetPublication, get), "REPORT_NOT_FOUND");
  }
}

TEST_F(UnpublishedTest, RefusesAndRecordsTheFilingOfWhatIsToBePublished) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  Clear(office_, report);
  ExpectReason(office_.Call(kPublisher, &Publish::FileReport, FilingOf(report)),
               "ACTIVE_DISCLOSURE");
  ExpectRefused(office_, report, wf::FILE, kPublisher, "ACTIVE_DISCLOSURE");
  EXPECT_EQ(PublishReport(office_, report).state(), wf::PUBLISHED);
}

TEST_F(UnpublishedTest, FilesOnlyTheContentThatWasApproved) {
  const std::string report = ClearOnRequest("minutes");
  v1::FileReportRequest other = FilingOf(report);
  other.set_content_sha256(std::string(64, 'a'));
  ExpectReason(office_.Call(kPublisher, &Publish::FileReport, other), "CONTENT_CHANGED");
  ExpectRefused(office_, report, wf::FILE, kPublisher, "CONTENT_CHANGED");
  other.set_content_sha256(ContentOf(office_, report));
  other.set_validate_only(true);
  EXPECT_EQ(Must(office_.Call(kPublisher, &Publish::FileReport, other)).state(), wf::CLEARED)
      << "only checked";
  other.set_validate_only(false);
  EXPECT_EQ(Must(office_.Call(kPublisher, &Publish::FileReport, other)).state(), wf::FILED);
}

TEST_F(UnpublishedTest, AnswersAFilingThatIsSentAgainAsTheFirstTime) {
  v1::FileReportRequest request = FilingOf(ClearOnRequest("minutes"));
  request.set_request_id("01234567-89ab-4def-8123-456789abcdef");
  const auto first = Must(office_.Call(kPublisher, &Publish::FileReport, request));
  EXPECT_TRUE(TryReassess(request.name()));
  const auto again = Must(office_.Call(kPublisher, &Publish::FileReport, request));
  EXPECT_EQ(again.state(), wf::FILED);
  EXPECT_EQ(again.etag(), first.etag());
  EXPECT_EQ(again.decide_time(), first.decide_time());
}

// 条例 art. 18.
TEST_F(UnpublishedTest, GivesItsDepartmentBackWhatIsLookedAtAgain) {
  const std::string filed = ClearOnRequest("minutes");
  File(filed);
  const std::string withheld = Withhold("draft-plan");
  for (const std::string& report : {filed, withheld}) {
    ExpectReason(TryReassess(report, kDrafter), "ROLE_REQUIRED");
    ExpectRefused(office_, report, wf::REASSESS, kDrafter, "ROLE_REQUIRED");
    const auto again = Must(TryReassess(report));
    EXPECT_EQ(again.state(), wf::DRAFT);
    EXPECT_EQ(GetRecord(office_, report).approvals_size(), 0);
    ExpectReason(TryReassess(report), "REPORT_NOT_FOUND");
    EXPECT_FALSE(Clear(office_, report).empty());
  }
  EXPECT_EQ(PublishReport(office_, withheld).state(), wf::PUBLISHED);
}

TEST_F(UnpublishedTest, ListsTheOldestDecisionFirstToWhomMayKnow) {
  const std::string withheld = Withhold("draft-plan");
  const std::string filed = ClearOnRequest("minutes", wf::NOT_DISCLOSED);
  File(filed);
  ClearOnRequest("only-cleared");

  const auto all = List({});
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].report(), withheld);
  EXPECT_EQ(all[0].reason(), "过程稿");
  EXPECT_EQ(all[0].title(), "") << "publishers read nothing that was withheld";
  EXPECT_EQ(all[0].content_sha256(), "");
  EXPECT_EQ(all[1].report(), filed);
  EXPECT_EQ(all[1].title(), "清河县2021年政府信息公开工作年度报告（minutes）");
  EXPECT_EQ(List({}, kDrafter).size(), 2U) << "its department's own";
  EXPECT_EQ(List({}, kDrafter)[0].title(), "清河县2021年政府信息公开工作年度报告（draft-plan）");
  EXPECT_EQ(List({}, kLegalReviewer).size(), 2U);
  EXPECT_EQ(List({}, kSecrecyReviewer).size(), 1U) << "the other never came so far";
  EXPECT_EQ(List({}, kAuditor).size(), 2U);
  EXPECT_EQ(List({}, "user/wu-hao").size(), 0U) << "of another department";

  v1::ListUnpublishedReportsRequest one;
  one.set_page_size(1);
  EXPECT_EQ(List(one).size(), 2U) << "page by page";
  one.set_filter("state = WITHHELD");
  EXPECT_EQ(List(one).size(), 1U);
}

TEST_F(UnpublishedTest, ListsWhatIsDueByATime) {
  const v1::UnpublishedReport first = File(ClearOnRequest("minutes-1"));
  const v1::UnpublishedReport second = File(ClearOnRequest("minutes-2"));
  v1::ListUnpublishedReportsRequest due;
  *due.mutable_due_by() = first.reassess_time();
  ASSERT_EQ(List(due).size(), 1U);
  EXPECT_EQ(List(due)[0].report(), first.report());
  *due.mutable_due_by() = second.reassess_time();
  EXPECT_EQ(List(due).size(), 2U);
  *due.mutable_due_by() = first.decide_time();
  EXPECT_EQ(List(due).size(), 0U);
  due.mutable_due_by()->set_seconds(1);
  EXPECT_EQ(List(due).size(), 0U) << "so early that no decision could be due";
  due.mutable_due_by()->set_seconds(-1);
  ExpectReason(office_.Call(kPublisher, &Publish::ListUnpublishedReports, due), "INVALID_FIELD");
}

}  // namespace
}  // namespace gongkai::all
