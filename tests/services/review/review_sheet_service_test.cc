// The review sheet through all four services: from the entries that really are in the ledger.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/services/all/way_of_a_report.h"

namespace gongkai::all {
namespace {

namespace v1 = review::v1;
namespace wf = workflow::v1;
using testing::HasSubstr;
using testing::Not;

constexpr char kUnreadable[] = "本表的读者无权查看内容。";

class ReviewSheetTest : public ::testing::Test {
 protected:
  Result<v1::ReviewSheet> Ask(const std::string& who, const std::string& report) {
    v1::GetReviewSheetRequest request;
    request.set_name(report);
    return office_.Call(who, &Review::GetReviewSheet, request);
  }

  std::string Html(const std::string& who, const std::string& report) {
    return Must(Ask(who, report)).html();
  }

  void Return(const std::string& report, const std::string& reason) {
    v1::ReturnTaskRequest request;
    request.set_name(TaskOf(report, v1::LEGAL));
    request.set_reason(reason);
    Must(office_.Call(kLegalReviewer, &Review::ReturnTask, request));
  }

  TestOffice office_;
};

TEST_F(ReviewSheetTest, TellsOfEveryOpinionWhereTheLedgerHasIt) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  Attach(office_, report, "附表.xlsx", "bytes");
  const std::string content = Clear(office_, report);
  PublishReport(office_, report);
  const v1::ReviewSheet sheet = Must(Ask(kDrafter, report));
  EXPECT_EQ(sheet.report(), report);
  EXPECT_THAT(sheet.html(), HasSubstr("清河县2021年政府信息公开工作年度报告（annual-2021）"));
  EXPECT_THAT(sheet.html(), HasSubstr("附表.xlsx"));
  EXPECT_THAT(sheet.html(), HasSubstr("当前状态：已公开"));
  EXPECT_THAT(sheet.html(), HasSubstr("（此件公开发布）"));
  EXPECT_THAT(sheet.html(), Not(HasSubstr("尚未编号")));
  EXPECT_THAT(sheet.html(), Not(HasSubstr("已失效")));
  int opinions = 0;
  for (const audit::v1::Entry& entry : EntriesOf(office_, report)) {
    if (entry.action() != wf::APPROVE_LEGAL && entry.action() != wf::APPROVE_SECRECY &&
        entry.action() != wf::PUBLISH) {
      continue;
    }
    ++opinions;
    EXPECT_THAT(sheet.html(), HasSubstr("台账第 " + std::to_string(entry.position()) +
                                        " 条，条目哈希 " + entry.hash()));
    EXPECT_THAT(sheet.html(), HasSubstr("签字：" + entry.actor()));
    EXPECT_THAT(sheet.html(), HasSubstr("所审内容 " + content));
  }
  EXPECT_EQ(opinions, 3);
  EXPECT_EQ(sheet.position(), GetRecord(office_, report).newest_position());
}

TEST_F(ReviewSheetTest, KeepsWhatWasReturned) {
  const std::string report = CreateReport(office_, "returned").name();
  Submit(office_, report);
  Return(report, "第三部分与上年数据不一致");
  EXPECT_THAT(Html(kDrafter, report), HasSubstr("第三部分与上年数据不一致"));
  EXPECT_THAT(Html(kDrafter, report), Not(HasSubstr("已失效")));
  Clear(office_, report);
  const std::string html = Html(kDrafter, report);
  EXPECT_THAT(html, HasSubstr("第三部分与上年数据不一致"));
  EXPECT_THAT(html, HasSubstr("已失效"));
}

TEST_F(ReviewSheetTest, EscapesATitleAndAnOpinion) {
  const std::string hostile = R"(</title><script>alert('x')</script>" onload="y)";
  const std::string report = CreateReport(office_, "hostile").name();
  intake::v1::UpdateReportRequest edit;
  edit.mutable_report()->set_name(report);
  edit.mutable_report()->set_title(hostile);
  edit.mutable_update_mask()->add_paths("title");
  Must(office_.Call(kDrafter, &Intake::UpdateReport, edit));
  Submit(office_, report);
  Return(report, hostile);
  const std::string html = Html(kDrafter, report);
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("\" onload")));
  EXPECT_THAT(html, HasSubstr("&lt;/title&gt;&lt;script&gt;"));
}

TEST_F(ReviewSheetTest, LeavesTheContentOutForWhoMayNotReadIt) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  Clear(office_, report);
  const std::string html = Html(kAuditor, report);
  EXPECT_THAT(html, HasSubstr(kUnreadable));
  EXPECT_THAT(html, Not(HasSubstr("清河县2021年政府信息公开工作年度报告")));
  EXPECT_THAT(html, HasSubstr(std::string("签字：") + kLegalReviewer))
      << "but tells of the opinions";
  EXPECT_THAT(Html(kPublisher, report), Not(HasSubstr(kUnreadable)));
}

TEST_F(ReviewSheetTest, IsForWhoMaySeeAllOfWhereTheReportStands) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  ExpectReason(Ask(kLegalReviewer, report), "REPORT_NOT_FOUND");
  ExpectReason(Ask(kDrafter, "reports/nothing"), "REPORT_NOT_FOUND");
  ExpectReason(Ask(kDrafter, "annual-2021"), "INVALID_FIELD");
  ExpectReason(Ask(kDrafter, ""), "INVALID_FIELD");
  Clear(office_, report);
  PublishReport(office_, report);
  // Who has no part in it knows that it is public, and not who signed what.
  EXPECT_TRUE(Ask(kLegalReviewer, report));
  ExpectReason(Ask("bot/website", report), "REPORT_NOT_FOUND");
}

TEST_F(ReviewSheetTest, EndsWithTheNewestEntryWhateverItIs) {
  const std::string report = CreateReport(office_, "claimed").name();
  Submit(office_, report);
  v1::ClaimTaskRequest claim;
  claim.set_name(TaskOf(report, v1::LEGAL));
  Must(office_.Call(kLegalReviewer, &Review::ClaimTask, claim));
  const v1::ReviewSheet sheet = Must(Ask(kDrafter, report));
  const auto newest = EntriesOf(office_, report).back();
  EXPECT_EQ(sheet.position(), newest.position());
  EXPECT_THAT(sheet.html(), HasSubstr(newest.hash()));
}

TEST_F(ReviewSheetTest, ReadsAHistoryOfSeveralPages) {
  const std::string report = CreateReport(office_, "claimed").name();
  Submit(office_, report);
  v1::ClaimTaskRequest claim;
  claim.set_name(TaskOf(report, v1::LEGAL));
  for (int i = 0; i < 1000; ++i) {
    Must(office_.Call(kLegalReviewer, &Review::ClaimTask, claim));
  }
  Return(report, "在第二页上");
  const v1::ReviewSheet sheet = Must(Ask(kDrafter, report));
  EXPECT_THAT(sheet.html(), HasSubstr("在第二页上"));
  EXPECT_EQ(sheet.position(), GetRecord(office_, report).newest_position());
}

}  // namespace
}  // namespace gongkai::all
