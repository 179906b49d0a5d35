// How large an answer becomes in the worst case.
#include <set>

#include "services/lib/catalog/limits.h"
#include "services/lib/request/answer_size.h"
#include "tests/services/intake/attachment_client.h"

namespace gongkai::intake {
namespace {

constexpr std::size_t kMostBytes = 3 << 20;

std::string Repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

// A report whose every field is as long as may be, in characters of four bytes.
v1::Report Longest() {
  v1::Report report;
  report.set_title(Repeated("𠮷", 200));
  report.set_document_number(Repeated("𠮷", 60));
  report.set_kind(v1::ANNUAL_REPORT);
  report.set_issuing_department(Repeated("𠮷", 100));
  report.set_category(Repeated("𠮷", 100));
  report.mutable_disclosure()->set_attribute(wf::NOT_DISCLOSED);
  report.mutable_disclosure()->set_ground(wf::STATE_SECRET);
  report.mutable_disclosure()->set_reason(Repeated("𠮷", 1000));
  report.set_body(std::string(1000, 'x'));
  return report;
}

class PagesTest : public AttachmentsTest {
 protected:
  // Creates the report and withdraws it, with the longest reason.
  void Fill(int number) {
    v1::CreateReportRequest create;
    create.set_report_id("annual-" + std::to_string(number));
    *create.mutable_report() = Longest();
    ASSERT_EQ(Ask(*drafter_, &Stub::CreateReport, create).reason(), "OK");
    v1::WithdrawReportRequest withdraw;
    withdraw.set_name("reports/" + create.report_id());
    withdraw.set_reason(Repeated("𠮷", 2000));
    ASSERT_EQ(Ask(*drafter_, &Stub::WithdrawReport, withdraw).reason(), "OK");
  }
};

TEST_F(PagesTest, AListEndsItsPageBeforeAnAnswerBecomesTooLargeAndGoesOnByToken) {
  constexpr int kReports = 300;
  for (int i = 1; i <= kReports; ++i) Fill(i);
  v1::ListReportsRequest request;
  request.set_page_size(1000);
  std::set<std::string> seen;
  int pages = 0;
  do {
    const auto page = Ask(*drafter_, &Stub::ListReports, request);
    ASSERT_EQ(page.reason(), "OK");
    EXPECT_LT(page->ByteSizeLong(), kMostBytes);
    for (const v1::Report& report : page->reports()) {
      EXPECT_TRUE(seen.insert(report.name()).second) << report.name();
    }
    request.set_page_token(page->next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(seen.size(), kReports + 1);
  EXPECT_GT(pages, 1);

  v1::BatchGetReportsRequest batch;
  for (int i = 1; i <= 200; ++i) batch.add_names("reports/annual-" + std::to_string(i));
  const auto got = Ask(*drafter_, &Stub::BatchGetReports, batch);
  ASSERT_EQ(got.reason(), "OK");
  EXPECT_EQ(got->reports_size(), 200);
  EXPECT_LT(got->ByteSizeLong(), kMostBytes);
  batch.add_names("reports/annual-201");
  EXPECT_EQ(Ask(*drafter_, &Stub::BatchGetReports, batch).reason(), "INVALID_FIELD");
}

TEST_F(PagesTest, ALongReportFitsAnAnswer) {
  v1::CreateReportRequest create;
  create.set_report_id("longest");
  *create.mutable_report() = Longest();
  create.mutable_report()->set_body(std::string(512 << 10, 'x'));
  ASSERT_EQ(Ask(*drafter_, &Stub::CreateReport, create).reason(), "OK");
  for (int i = 0; i < limits::kAttachments; ++i) {
    v1::UploadAttachmentRequest start =
        Start("bytes", Repeated("𠮷", 63) + std::to_string(100 + i));
    start.mutable_start()->set_report("reports/longest");
    Upload upload(*drafter_);
    upload.Send(start);
    upload.SendChunks("bytes");
    ASSERT_EQ(upload.End().reason(), "OK");
  }
  v1::GetReportRequest get;
  get.set_name("reports/longest");
  const auto report = Ask(*drafter_, &Stub::GetReport, get);
  ASSERT_EQ(report.reason(), "OK");
  EXPECT_LT(report->ByteSizeLong(), 800 << 10);
  v1::GetContentRequest content;
  content.set_name("reports/longest");
  const auto bytes = Ask(*drafter_, &Stub::GetContent, content);
  ASSERT_EQ(bytes.reason(), "OK");
  EXPECT_LT(bytes->content().size(), limits::kContentBytes);

  const auto listed = Ask(*drafter_, &Stub::ListReports, {});
  EXPECT_EQ(listed->reports(0).attachments_size(), 0) << "lists show none";
  EXPECT_LT(listed->reports(0).ByteSizeLong(), 15 << 10);
}

}  // namespace
}  // namespace gongkai::intake
