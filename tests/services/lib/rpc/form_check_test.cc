#include "services/lib/rpc/form_check.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/lib/request/time.h"

namespace gongkai::rpc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kReport[] = "reports/annual-2025";
constexpr char kComplete[] = R"(
    title: "年报" kind: ANNUAL_REPORT category: "年报" issuing_department: "办公室"
    disclosure { attribute: ACTIVE } )";

intake::v1::Content FromText(const std::string& text) {
  intake::v1::Content content;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &content)) << text;
  return content;
}

workflow::v1::Record Record() {
  workflow::v1::Record record;
  record.set_name(kReport);
  record.set_department("县政府办公室");
  return record;
}

// A content that breaks no rule, with these fields in it.
intake::v1::Content With(const std::string& fields) {
  intake::v1::Content content = FromText(kComplete);
  content.MergeFrom(FromText(fields));
  return content;
}

std::vector<std::string> Rules(const intake::v1::Content& content, const std::string& time,
                               const std::string& body = "正文") {
  std::vector<std::string> rules;
  const auto now = request::ParseTime(time).value();
  for (const form::Finding& finding : CheckForm(content, body, Record(), now)) {
    rules.emplace_back(finding.rule->id);
  }
  return rules;
}

constexpr char kNow[] = "2025-10-01T00:00:00Z";

TEST(CheckForm, ReadsTheWholeContent) {
  EXPECT_THAT(Rules(With(""), kNow), IsEmpty());
  EXPECT_THAT(Rules({}, kNow, ""), ElementsAre("TITLE_MISSING", "KIND_MISSING", "CATEGORY_MISSING",
                                               "BODY_MISSING", "ATTRIBUTE_MISSING"));
  EXPECT_THAT(Rules(With("title: ' \\t\u3000'"), kNow, "\n　\n"),
              ElementsAre("TITLE_MISSING", "BODY_MISSING"))
      << "blanks say nothing";
  EXPECT_THAT(Rules(With(R"(
                  kind: NORMATIVE_DOCUMENT co_issuing_departments: "办公室"
                  forwarded_document { attribute: ON_REQUEST }
                  attachments { file_name: "a" disclosure { attribute: NOT_DISCLOSED reason: " " } })"),
                    kNow),
              ElementsAre("FORWARDED_ATTRIBUTE_DIFFERS", "ATTACHMENT_NOT_DISCLOSED",
                          "ATTACHMENT_REASON_MISSING", "ATTACHMENT_GROUND_MISSING",
                          "INTERPRETATION_MISSING", "CO_ISSUER_REPEATED"));
  EXPECT_THAT(Rules(With(std::string("interpretation: '") + kReport + "'"), kNow),
              ElementsAre("INTERPRETATION_ITSELF"));
}

TEST(CheckForm, NamesTheEndorsementsThatTheRecordMisses) {
  workflow::v1::Record record = Record();
  record.add_missing_endorsements("县财政局");
  record.add_missing_endorsements("县政府办公室");
  const auto findings = CheckForm(With(""), "正文", record, request::ParseTime(kNow).value());
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].rule->id, "HEAD_NOT_ENDORSED");
  EXPECT_EQ(findings[1].rule->id, "CO_ISSUER_NOT_ENDORSED");
  const std::vector<FieldViolation> errors = ErrorsOf(findings);
  ASSERT_EQ(errors.size(), 2U);
  EXPECT_EQ(errors[1].field, "report.co_issuing_departments[县财政局]");
  EXPECT_EQ(errors[1].id, "CO_ISSUER_NOT_ENDORSED");
}

TEST(ErrorsOf, LeavesWarningsOut) {
  const auto findings = CheckForm(With("formed_date { year: 2025 month: 1 day: 2 }"), "正文",
                                  Record(), request::ParseTime(kNow).value());
  EXPECT_EQ(findings.size(), 1U);
  EXPECT_THAT(ErrorsOf(findings), IsEmpty());
}

// 20 working days from 26 September 2025 end on 30 October (domain's vectors: a worked Sunday, and
// the days off of October).
TEST(CheckForm, CountsWorkingDaysSinceTheDocumentWasFormed) {
  const auto formed = With("formed_date { year: 2025 month: 9 day: 26 }");
  EXPECT_THAT(Rules(formed, "2025-10-22T15:59:59Z"), IsEmpty()) << "the 22nd in Beijing";
  EXPECT_THAT(Rules(formed, "2025-10-22T16:00:00Z"), ElementsAre("DISCLOSURE_DUE_SOON"))
      << "the 23rd: five working days are left after it";
  EXPECT_THAT(Rules(formed, "2025-10-30T15:59:59Z"), ElementsAre("DISCLOSURE_DUE_SOON"))
      << "the last day";
  EXPECT_THAT(Rules(formed, "2025-10-30T16:00:00Z"), ElementsAre("DISCLOSURE_OVERDUE"));
  EXPECT_THAT(Rules(With("formed_date { year: 2025 month: 9 day: 26 } disclosure { attribute: "
                         "ON_REQUEST reason: '理由' }"),
                    "2025-12-01T00:00:00Z"),
              IsEmpty())
      << "what is not published has no such time";
}

TEST(CheckForm, ComputesNothingOfAYearThatIsNotAnnounced) {
  EXPECT_THAT(Rules(With("formed_date { year: 2026 month: 12 day: 20 }"), kNow),
              ElementsAre("DISCLOSURE_DUE_UNKNOWN"));
  EXPECT_THAT(Rules(With("formed_date { year: 1900 month: 1 day: 1 }"), kNow),
              ElementsAre("DISCLOSURE_OVERDUE"))
      << "whatever the days off were then";
  EXPECT_THAT(Rules(With("formed_date { year: 9999 month: 12 day: 31 }"), kNow),
              ElementsAre("DISCLOSURE_DUE_UNKNOWN"));
}

TEST(ShowFindings, TellsErrorsFirst) {
  google::protobuf::RepeatedPtrField<workflow::v1::FormFinding> shown;
  Show(CheckForm(With("formed_date { year: 2025 month: 1 day: 2 } category: ' '"), "正文", Record(),
                 request::ParseTime(kNow).value()),
       shown);
  ASSERT_EQ(shown.size(), 2);
  EXPECT_EQ(shown[0].rule(), "CATEGORY_MISSING");
  EXPECT_EQ(shown[0].severity(), workflow::v1::ERROR);
  EXPECT_EQ(shown[0].field(), "report.category");
  EXPECT_EQ(shown[0].message_zh(), "送审须填写目录分类。");
  EXPECT_EQ(shown[1].rule(), "DISCLOSURE_OVERDUE");
  EXPECT_EQ(shown[1].severity(), workflow::v1::WARNING);
  EXPECT_EQ(shown[1].source(), "政府信息公开条例 第二十六条");
}

TEST(ShowFindings, FitsTheLimitWhateverIsAttached) {
  std::string text = "disclosure { attribute: ACTIVE }";
  for (int i = 0; i < 64; ++i) {
    text += " attachments { file_name: '" + std::to_string(i) +
            "' disclosure { attribute: NOT_DISCLOSED } }";
  }
  const auto findings = CheckForm(FromText(text), "", Record(), request::ParseTime(kNow).value());
  EXPECT_EQ(findings.size(), 4U + 3U * 64U);
  google::protobuf::RepeatedPtrField<workflow::v1::FormFinding> shown;
  Show(findings, shown);
  EXPECT_EQ(static_cast<std::size_t>(shown.size()), findings.size());
}

}  // namespace
}  // namespace gongkai::rpc
