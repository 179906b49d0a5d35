#include "workflow/form/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

namespace gongkai::form {
namespace {

using testing::ElementsAreArray;
using testing::IsEmpty;

constexpr Proposal kActive{.disclosure = Disclosure::kActive};
constexpr Proposal kOnRequest{.disclosure = Disclosure::kOnRequest, .has_reason = true};
constexpr Proposal kNotDisclosed{
    .disclosure = Disclosure::kNotDisclosed, .has_ground = true, .has_reason = true};

// A document that breaks no rule.
Document Complete() {
  return {.has_title = true,
          .has_category = true,
          .has_body = true,
          .kind = Kind::kNotice,
          .proposal = kActive,
          .attachments = {{.file_name = "表.csv"}},
          .report = "reports/notice",
          .issuing_department = "县政府办公室",
          .co_issuing_departments = {"县财政局"}};
}

std::string ToText(const Finding& finding) {
  return std::string(finding.rule->id) + " " + finding.field;
}

std::vector<std::string> Found(const Document& document) {
  std::vector<std::string> out;
  for (const Finding& finding : Check(document)) out.push_back(ToText(finding));
  return out;
}

struct Slip {
  std::string name;
  std::function<void(Document&)> make;
  std::vector<std::string> found;
};
void PrintTo(const Slip& slip, std::ostream* os) { *os << slip.name; }

const std::vector<Slip> kSlips = {
    {"HeadHasNotEndorsed",
     [](Document& d) {
       d.department = "县政府办公室";
       d.missing_endorsements = {"县政府办公室"};
     },
     {"HEAD_NOT_ENDORSED report.department"}},
    {"CoIssuingHeadHasNotEndorsed",
     [](Document& d) {
       d.department = "县政府办公室";
       d.missing_endorsements = {"县财政局"};
     },
     {"CO_ISSUER_NOT_ENDORSED report.co_issuing_departments[县财政局]"}},
    {"NoTitle", [](Document& d) { d.has_title = false; }, {"TITLE_MISSING report.title"}},
    {"NoKind", [](Document& d) { d.kind = Kind::kNone; }, {"KIND_MISSING report.kind"}},
    {"NoCategory",
     [](Document& d) { d.has_category = false; },
     {"CATEGORY_MISSING report.category"}},
    {"NoBody", [](Document& d) { d.has_body = false; }, {"BODY_MISSING report.body"}},
    {"NoAttribute",
     [](Document& d) { d.proposal = {}; },
     {"ATTRIBUTE_MISSING report.disclosure.attribute"}},
    {"NotDisclosedWithoutGround",
     [](Document& d) {
       d.proposal = kNotDisclosed;
       d.proposal.has_ground = false;
     },
     {"GROUND_MISSING report.disclosure.ground"}},
    {"NotDisclosedWithoutReason",
     [](Document& d) {
       d.proposal = kNotDisclosed;
       d.proposal.has_reason = false;
     },
     {"REASON_MISSING report.disclosure.reason"}},
    {"OnRequestWithoutReason",
     [](Document& d) { d.proposal = {.disclosure = Disclosure::kOnRequest}; },
     {"REASON_MISSING report.disclosure.reason"}},
    {"GroundOfWhatIsDisclosed",
     [](Document& d) { d.proposal.has_ground = true; },
     {"GROUND_UNWANTED report.disclosure.ground"}},
    {"GroundOfWhatIsGivenOnRequest",
     [](Document& d) {
       d.proposal = kOnRequest;
       d.proposal.has_ground = true;
     },
     {"GROUND_UNWANTED report.disclosure.ground"}},
    {"ForwardsWhatIsNotDisclosed",
     [](Document& d) { d.forwarded = Disclosure::kNotDisclosed; },
     {"FORWARDED_ATTRIBUTE_DIFFERS report.disclosure.attribute"}},
    {"ForwardsWhatIsRedacted",
     [](Document& d) { d.forwarded = Disclosure::kActiveRedacted; },
     {"FORWARDED_ATTRIBUTE_DIFFERS report.disclosure.attribute"}},
    {"CarriesWhatIsNotDisclosed",
     [](Document& d) {
       d.attachments.push_back({"密.pdf", kNotDisclosed});
     },
     {"ATTACHMENT_NOT_DISCLOSED report.attachments[密.pdf].disclosure.attribute"}},
    {"RedactedCarriesWhatIsGivenOnRequest",
     [](Document& d) {
       d.proposal.disclosure = Disclosure::kActiveRedacted;
       d.attachments.push_back({"名单.pdf", kOnRequest});
     },
     {"ATTACHMENT_NOT_DISCLOSED report.attachments[名单.pdf].disclosure.attribute"}},
    {"AttachmentsWithoutReasonAndGround",
     [](Document& d) {
       d.proposal = kNotDisclosed;
       d.attachments = {{"a", {.disclosure = Disclosure::kOnRequest}},
                        {"b", {.disclosure = Disclosure::kNotDisclosed}}};
     },
     {"ATTACHMENT_REASON_MISSING report.attachments[a].disclosure.reason",
      "ATTACHMENT_REASON_MISSING report.attachments[b].disclosure.reason",
      "ATTACHMENT_GROUND_MISSING report.attachments[b].disclosure.ground"}},
    {"AttachmentOfNoAttributeWithGround",
     [](Document& d) {
       d.attachments = {{"a", {.has_ground = true}}, {"b", {.has_reason = true}}};
     },
     {"ATTACHMENT_ATTRIBUTE_MISSING report.attachments[a].disclosure.attribute",
      "ATTACHMENT_ATTRIBUTE_MISSING report.attachments[b].disclosure.attribute"}},
    {"GroundOfAttachmentsThatAreDisclosed",
     [](Document& d) {
       d.proposal = kOnRequest;
       d.attachments = {
           {"a", {.disclosure = Disclosure::kActive, .has_ground = true}},
           {"b", {.disclosure = Disclosure::kOnRequest, .has_ground = true, .has_reason = true}}};
     },
     {"ATTACHMENT_GROUND_UNWANTED report.attachments[a].disclosure.ground",
      "ATTACHMENT_GROUND_UNWANTED report.attachments[b].disclosure.ground"}},
    {"RuleWithoutInterpretation",
     [](Document& d) { d.kind = Kind::kGovernmentRule; },
     {"INTERPRETATION_MISSING report.interpretation"}},
    {"NormativeDocumentWithoutInterpretation",
     [](Document& d) { d.kind = Kind::kNormativeDocument; },
     {"INTERPRETATION_MISSING report.interpretation"}},
    {"InterpretsItself",
     [](Document& d) { d.interpretation = d.report; },
     {"INTERPRETATION_ITSELF report.interpretation"}},
    {"IssuesWithItself",
     [](Document& d) { d.co_issuing_departments.push_back(d.issuing_department); },
     {"CO_ISSUER_REPEATED report.co_issuing_departments"}},
    {"NotEndorsedByItsHead",
     [](Document& d) {
       d.department = "办公室";
       d.missing_endorsements = {"办公室"};
     },
     {"HEAD_NOT_ENDORSED report.department"}},
    {"NotEndorsedByAnybody",
     [](Document& d) {
       d.department = "办公室";
       d.missing_endorsements = {"县财政局", "办公室", "县审计局"};
     },
     {"HEAD_NOT_ENDORSED report.department",
      "CO_ISSUER_NOT_ENDORSED report.co_issuing_departments[县财政局]",
      "CO_ISSUER_NOT_ENDORSED report.co_issuing_departments[县审计局]"}},
    {"Overdue",
     [](Document& d) { d.time_left = TimeLeft::kNone; },
     {"DISCLOSURE_OVERDUE report.formed_date"}},
    {"DueSoon",
     [](Document& d) { d.time_left = TimeLeft::kLittle; },
     {"DISCLOSURE_DUE_SOON report.formed_date"}},
    {"DueUnknown",
     [](Document& d) { d.time_left = TimeLeft::kUnknown; },
     {"DISCLOSURE_DUE_UNKNOWN report.formed_date"}},
};

class SlipTest : public testing::TestWithParam<Slip> {};

TEST_P(SlipTest, BreaksItsRulesAndNoOther) {
  Document document = Complete();
  GetParam().make(document);
  EXPECT_THAT(Found(document), ElementsAreArray(GetParam().found));
}

INSTANTIATE_TEST_SUITE_P(Of, SlipTest, testing::ValuesIn(kSlips),
                         [](const auto& test) { return test.param.name; });

TEST(FormRules, EachRuleIsBrokenBySomeSlip) {
  std::set<std::string_view> unbroken;
  for (const Rule& rule : Rules()) unbroken.insert(rule.id);
  for (const Slip& slip : kSlips) {
    for (const std::string& found : slip.found) unbroken.erase(found.substr(0, found.find(' ')));
  }
  EXPECT_THAT(unbroken, IsEmpty());
}

TEST(FormRules, LetWholeDocumentsPass) {
  Document document = Complete();
  EXPECT_THAT(Found(document), IsEmpty());
  document.kind = Kind::kNormativeDocument;
  document.interpretation = "reports/interpretation";
  document.forwarded = Disclosure::kActive;
  document.time_left = TimeLeft::kEnough;
  EXPECT_THAT(Found(document), IsEmpty());
  document.attachments = {{"a", {.disclosure = Disclosure::kActiveRedacted}}};
  EXPECT_THAT(Found(document), IsEmpty());

  Document closed = Complete();
  closed.kind = Kind::kNormativeDocument;  // nobody interprets what is not disclosed
  closed.proposal = kNotDisclosed;
  closed.attachments = {{"a", kNotDisclosed}, {"b", kOnRequest}, {"c", {}}};
  EXPECT_THAT(Found(closed), IsEmpty());
}

TEST(FormRules, SayWhatFollowsAndWhatIsMeantInBothLanguages) {
  for (const Rule& rule : Rules()) {
    EXPECT_EQ(rule.severity == Severity::kWarning, rule.id.starts_with("DISCLOSURE_")) << rule.id;
    EXPECT_TRUE(rule.text.english.ends_with('.')) << rule.id;
    EXPECT_TRUE(rule.text.chinese.ends_with("。")) << rule.id;
    for (const char c : rule.id) EXPECT_TRUE((c >= 'A' && c <= 'Z') || c == '_') << rule.id;
  }
}

// The rules that come from the State Council's own texts.
TEST(FormRules, NameTheirArticles) {
  const auto source_of = [](std::string_view id) {
    for (const Rule& rule : Rules()) {
      if (rule.id == id) return std::string(rule.source);
    }
    return std::string("no such rule");
  };
  EXPECT_EQ(source_of("ATTRIBUTE_MISSING"), "国办发〔2016〕80号 一（一）");
  EXPECT_EQ(source_of("GROUND_MISSING"), "政府信息公开条例 第十四条至第十六条");
  EXPECT_EQ(source_of("DISCLOSURE_OVERDUE"), "政府信息公开条例 第二十六条");
}

}  // namespace
}  // namespace gongkai::form
