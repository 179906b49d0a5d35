// A damaged content: what it hides, and what it does not.
#include "tests/services/all/damage.h"
#include "tests/services/intake/attachment_client.h"
#include "tests/support/log_capture.h"

namespace gongkai::intake {
namespace {

using ::testing::ElementsAre;

// Damaged is the content, or only its body.
class DamageTest : public AttachmentsTest, public ::testing::WithParamInterface<const char*> {
 protected:
  void Damage(const v1::Report& report) {
    v1::GetContentRequest get;
    get.set_name(report.name());
    v1::Content content;
    EXPECT_TRUE(content.ParseFromString(Ask(*drafter_, &Stub::GetContent, get)->content()));
    const std::string table = GetParam();
    DamageContent(world_.data(), table == "body" ? content.body_sha256() : report.content_sha256(),
                  table);
  }

  // Makes another report than that of the fixture, with the same body.
  v1::Report Another() {
    v1::CreateReportRequest request;
    request.set_report_id("annual-2022");
    *request.mutable_report() = CompleteReport();
    request.mutable_report()->set_body("另一文");
    return Ask(*drafter_, &Stub::CreateReport, request).response;
  }

  v1::WithdrawReportRequest Withdrawal() {
    v1::WithdrawReportRequest request;
    request.set_name(kReport);
    request.set_reason("内容损坏");
    request.set_request_id(RequestId(1));
    return request;
  }
};

TEST_P(DamageTest, IsMarkedInListsAndHidesNoOtherRow) {
  const v1::Report sound = Another();
  Damage(Report());
  v1::BatchGetReportsRequest batch;
  batch.add_names(kReport);
  batch.add_names(sound.name());
  const support::LogCapture log;
  const auto got = Ask(*drafter_, &Stub::BatchGetReports, batch);
  const auto listed = Ask(*drafter_, &Stub::ListReports, {});
  ASSERT_EQ(got.reason(), "OK");
  ASSERT_EQ(listed.reason(), "OK");
  ASSERT_EQ(got->reports_size(), 2);
  ASSERT_EQ(listed->reports_size(), 2);
  EXPECT_EQ(got->reports(1).title(), sound.title());
  EXPECT_EQ(listed->reports(0).title(), sound.title());
  for (const v1::Report& row : {got->reports(0), listed->reports(1)}) {
    EXPECT_EQ(row.name(), kReport);
    EXPECT_EQ(row.state(), wf::DRAFT);
    // A list reads no body, so it does not know of a damaged one.
    EXPECT_EQ(row.content_problem(), GetParam() == std::string("content") ? "CONTENT_CORRUPT" : "");
  }
  const int told = GetParam() == std::string("content") ? 2 : 0;
  EXPECT_EQ(log.Count("[error] " + std::string(kReport) + ": CONTENT_CORRUPT"), told)
      << "once for each list";
}

TEST_P(DamageTest, IsToldToWhoeverAsksForTheContent) {
  Damage(Report());
  v1::GetReportRequest get;
  get.set_name(kReport);
  EXPECT_EQ(Ask(*drafter_, &Stub::GetReport, get).reason(), "CONTENT_CORRUPT");
  v1::GetContentRequest content;
  content.set_name(kReport);
  EXPECT_EQ(Ask(*drafter_, &Stub::GetContent, content).reason(), "CONTENT_CORRUPT");
}

TEST_P(DamageTest, IsNotToldAsAFailureOfAChangeThatWasMade) {
  Damage(Report());
  for (const char* time : {"the first time", "the retry"}) {
    const auto withdrawn = Ask(*drafter_, &Stub::WithdrawReport, Withdrawal());
    EXPECT_EQ(withdrawn.reason(), "OK") << time;
    EXPECT_EQ(withdrawn->state(), wf::WITHDRAWN) << time;
    EXPECT_EQ(withdrawn->content_problem(), "CONTENT_CORRUPT") << time;
  }
}

TEST_P(DamageTest, IsNotSubmittedAndThatIsRecorded) {
  Damage(Report());
  v1::SubmitReportRequest submit;
  submit.set_name(kReport);
  EXPECT_EQ(Ask(*drafter_, &Stub::SubmitReport, submit).reason(), "CONTENT_CORRUPT");
  EXPECT_THAT(world_.Denials(kReport), ElementsAre("CONTENT_CORRUPT"));
}

TEST_P(DamageTest, OfAnAnswerGivenBeforeIsNotToldAsAFailureEither) {
  v1::SubmitReportRequest submit;
  submit.set_name(kReport);
  submit.set_request_id(RequestId(2));
  ASSERT_EQ(Ask(*drafter_, &Stub::SubmitReport, submit).reason(), "OK");
  Damage(Report());
  const auto again = Ask(*drafter_, &Stub::SubmitReport, submit);
  EXPECT_EQ(again.reason(), "OK");
  EXPECT_EQ(again->state(), wf::LEGAL_REVIEW);
  EXPECT_EQ(again->content_problem(), "CONTENT_CORRUPT");
}

INSTANTIATE_TEST_SUITE_P(Of, DamageTest, ::testing::Values("content", "body"),
                         [](const auto& instance) { return std::string(instance.param); });

}  // namespace
}  // namespace gongkai::intake
