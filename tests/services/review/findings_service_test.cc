// The leak check of a report, from SUBMIT to PUBLISH, through all four services.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/services/all/way_of_a_report.h"
#include "workflow/error/reason.h"

namespace gongkai::all {
namespace {

namespace wf = workflow::v1;
namespace v1 = review::v1;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr char kMobile[] = "13800138000";
constexpr char kId[] = "11010519491231002X";

class FindingsTest : public ::testing::Test {
 protected:
  // A draft with these lines at the end of its body.
  std::string Draft(const std::string& id, const std::string& lines) {
    const std::string report = CreateReport(office_, id).name();
    SetBody(report, "# 一、总体情况\n\n" + lines);
    return report;
  }

  void SetBody(const std::string& report, const std::string& body) {
    intake::v1::UpdateReportRequest edit;
    edit.mutable_report()->set_name(report);
    edit.mutable_report()->set_body(body);
    edit.mutable_update_mask()->add_paths("body");
    Must(office_.Call(kDrafter, &Intake::UpdateReport, edit));
  }

  void ToSecrecyReview(const std::string& report) {
    Submit(office_, report);
    Approve(office_, kLegalReviewer, report, v1::LEGAL);
  }

  std::vector<intake::v1::Finding> Find(const std::string& report) {
    const auto found = FindingsOf(office_, kDrafter, report);
    return {found.findings().begin(), found.findings().end()};
  }

  v1::AdjudicateFindingsRequest VerdictOn(const std::string& report, int first, int count,
                                          wf::Verdict verdict) {
    const auto found = FindingsOf(office_, kSecrecyReviewer, report);
    v1::AdjudicateFindingsRequest request;
    request.set_name(TaskOf(report, v1::SECRECY));
    request.set_content_sha256(found.content_sha256());
    request.set_findings_sha256(found.leak_check().findings_sha256());
    request.set_first_finding(first);
    request.set_finding_count(count);
    request.set_verdict(verdict);
    if (verdict == wf::ALLOW) request.set_ground(wf::REQUIRED_BY_LAW);
    request.set_reason("已核对");
    return request;
  }

  Result<v1::Task> Adjudicate(const v1::AdjudicateFindingsRequest& request,
                              const std::string& who = kSecrecyReviewer) {
    return office_.Call(who, &Review::AdjudicateFindings, request);
  }

  Result<v1::Task> TryApprove(const std::string& report) {
    const v1::Task task = GetTask(office_, kSecrecyReviewer, report, v1::SECRECY);
    return office_.Call(kSecrecyReviewer, &Review::ApproveTask, ApprovalOf(task));
  }

  Reason WhyNot(const Result<v1::Task>& refused) {
    EXPECT_FALSE(refused);
    return refused ? Reason::kInternal : refused.error().reason;
  }

  TestOffice office_;
};

TEST_F(FindingsTest, AreListedWithPlaceAndWithoutTheValue) {
  const std::string report = Draft("listed", std::string("联系人：张伟，手机 ") + kMobile + "\n");
  Attach(office_, report, "名单.csv", std::string("姓名,身份证号\n李明,") + kId + "\n");
  const auto found = FindingsOf(office_, kDrafter, report);
  std::vector<std::string> where;
  for (const intake::v1::Finding& finding : found.findings()) {
    if (finding.number() == 0) continue;
    where.push_back(std::to_string(finding.number()) + ' ' + finding.rule() + ' ' + finding.part() +
                    ':' + std::to_string(finding.line()));
    EXPECT_FALSE(finding.message().empty());
    EXPECT_FALSE(finding.message_zh().empty());
  }
  EXPECT_THAT(where, ElementsAre("1 MOBILE body:3", "2 PERSON_NAME body:3",
                                 "3 ID_CARD attachments/名单.csv:2",
                                 "4 PERSON_NAME attachments/名单.csv:2"));
  EXPECT_EQ(found.leak_check().finding_count(), 4);
  EXPECT_EQ(found.open_count(), 4);
  const std::string text = found.ShortDebugString();
  EXPECT_THAT(text, Not(HasSubstr(kMobile)));
  EXPECT_THAT(text, Not(HasSubstr(kId)));
}

TEST_F(FindingsTest, StandInTheWayOfAnApprovalUntilEachIsAdjudicated) {
  const std::string report = Draft("open", std::string("手机 ") + kMobile + "，身份证 " + kId);
  ToSecrecyReview(report);
  EXPECT_EQ(WhyNot(TryApprove(report)), Reason::kFindingsOpen);
  EXPECT_TRUE(Adjudicate(VerdictOn(report, 1, 1, wf::FALSE_ALARM)));
  EXPECT_EQ(WhyNot(TryApprove(report)), Reason::kFindingsOpen);
  EXPECT_TRUE(Adjudicate(VerdictOn(report, 2, 1, wf::MASK)));
  EXPECT_EQ(WhyNot(TryApprove(report)), Reason::kFindingsOpen);
  EXPECT_EQ(FindingsOf(office_, kDrafter, report).mask_count(), 1) << "the department sees it";
  EXPECT_TRUE(Adjudicate(VerdictOn(report, 2, 1, wf::ALLOW)));
  EXPECT_TRUE(TryApprove(report));
  PublishReport(office_, report);
  const wf::Record record = GetRecord(office_, report);
  EXPECT_EQ(record.leak_review().adjudicated_size(), 2);
  EXPECT_EQ(record.leak_review().open_count(), 0);
}

TEST_F(FindingsTest, AreAdjudicatedInARowOnlyIfTheyAreOfOneKindInOnePart) {
  const std::string report =
      Draft("rows", "甲 13800138000\n乙 13900139000\n身份证 11010519491231002X\n");
  ToSecrecyReview(report);
  const auto found = Find(report);
  ASSERT_THAT(found, SizeIs(testing::Ge(3u)));
  EXPECT_EQ(WhyNot(Adjudicate(VerdictOn(report, 1, 3, wf::FALSE_ALARM))), Reason::kInvalidField);
  EXPECT_EQ(WhyNot(Adjudicate(VerdictOn(report, 1, 99, wf::FALSE_ALARM))), Reason::kInvalidField);
  EXPECT_EQ(found[1].kind(), intake::v1::MOBILE);
  EXPECT_EQ(found[2].kind(), intake::v1::MOBILE);
  EXPECT_TRUE(Adjudicate(VerdictOn(report, 2, 2, wf::FALSE_ALARM)));
}

TEST_F(FindingsTest, AVerdictIsOnTheListThatWasRead) {
  const std::string report = Draft("stale", std::string("手机 ") + kMobile);
  ToSecrecyReview(report);
  v1::AdjudicateFindingsRequest request = VerdictOn(report, 1, 1, wf::FALSE_ALARM);
  request.set_findings_sha256(std::string(64, 'a'));
  EXPECT_EQ(WhyNot(Adjudicate(request)), Reason::kFindingsChanged);
  request = VerdictOn(report, 1, 1, wf::FALSE_ALARM);
  request.set_content_sha256(std::string(64, 'a'));
  EXPECT_EQ(WhyNot(Adjudicate(request)), Reason::kContentChanged);
  request = VerdictOn(report, 1, 1, wf::FALSE_ALARM);
  EXPECT_EQ(WhyNot(Adjudicate(request, kLegalReviewer)), Reason::kRoleRequired);
  EXPECT_EQ(WhyNot(Adjudicate(request, kDrafter)), Reason::kRoleRequired);
}

TEST_F(FindingsTest, ARetryOfAVerdictAnswersAsTheFirstTime) {
  const std::string report = Draft("retry", std::string("手机 ") + kMobile);
  ToSecrecyReview(report);
  v1::AdjudicateFindingsRequest request = VerdictOn(report, 1, 1, wf::FALSE_ALARM);
  request.set_request_id("6ba7b810-9dad-41d1-80b4-00c04fd430c8");
  const v1::Task first = Must(Adjudicate(request));
  EXPECT_EQ(Must(Adjudicate(request)).etag(), first.etag());
  Must(TryApprove(report));
  EXPECT_TRUE(Adjudicate(request)) << "also when the stage is over";
}

TEST_F(FindingsTest, ANewRevisionKeepsOnlyVerdictsOnUnchangedText) {
  const std::string first_line = std::string("局办公室值班手机 ") + kMobile + "，供群众咨询。\n";
  std::string filler;
  for (int i = 0; i < 60; ++i) filler += "其他内容";
  const std::string report = Draft(
      "revised", filler + "\n" + first_line + filler + "\n另有 13900139000 一部。\n" + filler);
  ToSecrecyReview(report);
  ASSERT_EQ(FindingsOf(office_, kDrafter, report).open_count(), 2);
  Must(Adjudicate(VerdictOn(report, 1, 2, wf::ALLOW)));
  v1::ReturnTaskRequest back;
  back.set_name(TaskOf(report, v1::SECRECY));
  back.set_reason("请改第二处");
  Must(office_.Call(kSecrecyReviewer, &Review::ReturnTask, back));
  SetBody(report, "# 一、总体情况\n\n新的开头，与号码无关。\n\n" + filler + "\n" + first_line +
                      filler + "\n另有号码 13900139000 一部，系张某私人所有。\n" + filler);
  ToSecrecyReview(report);
  const auto found = Find(report);
  EXPECT_EQ(FindingsOf(office_, kDrafter, report).open_count(), 1);
  EXPECT_EQ(GetRecord(office_, report).leak_review().open_count(), 1);
  EXPECT_EQ(WhyNot(TryApprove(report)), Reason::kFindingsOpen);
  Must(Adjudicate(VerdictOn(report, 2, 1, wf::FALSE_ALARM)));
  EXPECT_TRUE(TryApprove(report));
}

TEST_F(FindingsTest, AFileThatCannotBeReadMustBeLookedAt) {
  const std::string report = CreateReport(office_, "unreadable").name();
  Attach(office_, report, "扫描件.pdf", std::string("%PDF-1.7\n\x00\xFF\xFE", 12));
  ToSecrecyReview(report);
  const auto found = Find(report);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].rule(), "UNREADABLE");
  EXPECT_EQ(found[0].part(), "attachments/扫描件.pdf");
  EXPECT_EQ(WhyNot(TryApprove(report)), Reason::kFindingsOpen);
  Must(Adjudicate(VerdictOn(report, 1, 1, wf::FALSE_ALARM)));
  EXPECT_TRUE(TryApprove(report));
}

TEST_F(FindingsTest, TheNameOfAFileIsChecked) {
  const std::string report = CreateReport(office_, "file-name").name();
  Attach(office_, report, std::string("张伟") + kId + ".csv", "甲,乙\n");
  const auto found = Find(report);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].rule(), "ID_CARD");
  EXPECT_EQ(found[0].part(), "attachments[0].file_name");
  for (const intake::v1::Finding& finding : found) {
    EXPECT_THAT(finding.ShortDebugString(), Not(HasSubstr(kId)));
  }
}

TEST_F(FindingsTest, AreListedInPages) {
  std::string lines;
  for (int i = 0; i < 30; ++i) lines += "号码 138001380" + std::to_string(10 + i) + "\n";
  const std::string report = Draft("pages", lines);
  intake::v1::ListFindingsRequest request;
  request.set_name(report);
  request.set_page_size(7);
  std::vector<int> numbers;
  do {
    const auto page = Must(office_.Call(kDrafter, &Intake::ListFindings, request));
    EXPECT_LE(page.findings_size(), 7);
    for (const intake::v1::Finding& finding : page.findings()) numbers.push_back(finding.number());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  ASSERT_THAT(numbers, SizeIs(30));
  for (int i = 0; i < 30; ++i) EXPECT_EQ(numbers[static_cast<std::size_t>(i)], i + 1);
  for (const char* token : {"x", "-1", "1 ", "99999999999", "0x1"}) {
    request.set_page_token(token);
    const auto refused = office_.Call(kDrafter, &Intake::ListFindings, request);
    ASSERT_FALSE(refused) << token;
    EXPECT_EQ(refused.error().fields.at(0).field, "page_token");
  }
}

TEST_F(FindingsTest, WhoMayNotReadTheContentLearnsNothing) {
  const std::string report = Draft("hidden", std::string("手机 ") + kMobile);
  intake::v1::ListFindingsRequest request;
  request.set_name(report);
  for (const char* who : {kLegalReviewer, kSecrecyReviewer, kPublisher}) {
    const auto refused = office_.Call(who, &Intake::ListFindings, request);
    ASSERT_FALSE(refused) << who;
    EXPECT_EQ(refused.error().reason, Reason::kReportNotFound) << who;
  }
}

// In a body of the greatest length there is room for more than anybody adjudicates.
TEST_F(FindingsTest, AContentWithMoreThanCanBeAdjudicatedIsNeitherSubmittedNorApproved) {
  std::string numbers;
  for (int i = 0; i < 10'001; ++i) numbers += "手机" + std::to_string(13'800'000'000 + i) + "\n";
  const std::string report = Draft("too-many", numbers);
  intake::v1::SubmitReportRequest submit;
  submit.set_name(report);
  const auto refused = office_.Call(kDrafter, &Intake::SubmitReport, submit);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::kContentIncomplete);
  const auto found = FindingsOf(office_, kDrafter, report);
  EXPECT_TRUE(found.has_more());
  EXPECT_EQ(found.leak_check().finding_count(), 10'000);

  // Intake's key could submit it; the secrecy reviewer cannot approve it.
  wf::ApplyActionRequest apply;
  wf::Command& command = *apply.mutable_command();
  command.set_name(report);
  command.set_action(wf::SUBMIT);
  command.set_content_sha256(ContentOf(office_, report));
  command.mutable_submit()->set_disclosure(wf::ACTIVE);
  grpc::ClientContext context;
  context.AddMetadata("gongkai-caller", kDrafter);
  wf::ApplyActionResponse applied;
  ASSERT_TRUE(Workflow(office_.As("service/intake")).ApplyAction(&context, apply, &applied).ok());
  Approve(office_, kLegalReviewer, report, v1::LEGAL);
  EXPECT_EQ(WhyNot(TryApprove(report)), Reason::kContentIncomplete);
}

TEST_F(FindingsTest, ADryRunOfPublishingFindsWhatPublishingFinds) {
  const std::string report = Draft("dry-run", std::string("手机 ") + kMobile);
  Clear(office_, report);
  auto request = PublicationOf(report);
  request.set_validate_only(true);
  EXPECT_TRUE(office_.Call(kPublisher, &Publish::PublishReport, request));
  PublishReport(office_, report);
}

}  // namespace
}  // namespace gongkai::all
