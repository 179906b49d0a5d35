#include "services/lib/request/fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/chinese.h"

namespace gongkai::request {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::StartsWith;

auto Violation(const std::string& field, const std::string& rule_part) {
  return AllOf(
      Field(&FieldViolation::field, field),
      Field(&FieldViolation::rule, Field(&base::Bilingual::english, HasSubstr(rule_part))));
}

// The one rule that a check found broken, or "".
std::string Rule(const FieldCheck& check) {
  const Status status = check.Done();
  if (status) return "";
  EXPECT_EQ(status.error().reason, Reason::kInvalidField);
  EXPECT_EQ(status.error().fields.size(), 1U);
  const base::Bilingual& rule = status.error().fields.front().rule;
  EXPECT_TRUE(support::HoldsChinese(rule.chinese)) << rule.english;
  return rule.english;
}

std::string Repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(FieldCheck, CollectsEveryFieldAndKeepsTheFirstRuleOfEach) {
  const Status status = FieldCheck()
                            .Name("name", "reports/annual-2021")
                            .Line("report.title", "", {1, 200})
                            .Require(false, "report.title", {"Another rule.", "另一规则。"})
                            .Digest("content_sha256", "abc")
                            .Done();
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().fields,
              ElementsAre(Violation("report.title", "1 to 200 characters; has 0"),
                          Violation("content_sha256", "64 lower-case hex digits")));
  EXPECT_THAT(status.error().message, StartsWith("report.title: Must have"));
}

TEST(FieldCheck, ARepeatedFieldHasSoManyItemsAtMost) {
  EXPECT_TRUE(FieldCheck().AtMost("states", 16, 16).Done());
  const Status status = FieldCheck().AtMost("states", 17, 16).Done();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message, "states: At most 16.");
  EXPECT_EQ(status.error().fields.front().rule.chinese, "最多 16 项。");
}

TEST(FieldCheck, SaysTheSameInChinese) {
  const Status status = FieldCheck()
                            .ReportId("report_id", "Abcd")
                            .Line("report.title", "", {1, 200})
                            .Text("reason", "a\rb", {1, 200})
                            .Range("seconds", 5, 60, 86'400)
                            .Done();
  ASSERT_FALSE(status);
  std::vector<std::string> rules;
  for (const FieldViolation& violation : status.error().fields) {
    rules.push_back(violation.rule.chinese);
  }
  EXPECT_THAT(
      rules, ElementsAre(
                 "必须是 4 至 63 个字符，只用 a-z、0-9 和 -，以字母开头，不以 - 结尾；现为“Abcd”。",
                 "必须有 1 至 200 个字符；现有 0 个。",
                 "不得含有制表符和换行以外的控制字符；第 2 个字符是 U+000D。",
                 "必须在 60 至 86400 之间；现为 5。"));
}

TEST(FieldCheck, StopsCollectingAtABound) {
  FieldCheck check;
  for (int i = 0; i < 1000; ++i) {
    check.Require(false, "field" + std::to_string(i), {"Wrong.", "有误。"});
  }
  EXPECT_EQ(check.Done().error().fields.size(), 32U);
}

TEST(FieldCheck, TakesTheNamesOfReports) {
  for (const std::string& id : {std::string("abcd"), std::string("a-1b"),
                                std::string("annual-2021"), std::string(63, 'a')}) {
    EXPECT_EQ(Rule(FieldCheck().Name("name", "reports/" + id)), "") << id;
    EXPECT_EQ(Rule(FieldCheck().ReportId("report_id", id)), "") << id;
  }
}

TEST(FieldCheck, RefusesOtherNamesAndShowsThem) {
  for (const std::string& id :
       {std::string(), std::string("abc"), std::string("1abc"), std::string("-abc"),
        std::string("abc-"), std::string("Abcd"), std::string("ab_d"), std::string("ab/d"),
        std::string("公开年报"), std::string(64, 'a'), std::string("abcd\n")}) {
    EXPECT_THAT(Rule(FieldCheck().Name("name", "reports/" + id)),
                StartsWith("Must be reports/{id}, {id} 4 to 63 of a-z, 0-9 and -"))
        << id;
    EXPECT_NE(Rule(FieldCheck().ReportId("report_id", id)), "") << id;
  }
  for (const char* name : {"", "report/abcd", "reportsabcd", "reports", "/abcd", "entries/12"}) {
    EXPECT_NE(Rule(FieldCheck().Name("name", name)), "") << name;
  }
  EXPECT_THAT(Rule(FieldCheck().Name("name", "reports/Bad\n")), HasSubstr("\"reports/Bad?\""));
  EXPECT_LT(Rule(FieldCheck().Name("name", std::string(100'000, 'x'))).size(), 250U);
}

TEST(FieldCheck, TakesNamesOfAnotherCollection) {
  EXPECT_EQ(
      Rule(FieldCheck().Name("name", "publications/abcd", Presence::kRequired, "publications")),
      "");
  EXPECT_NE(Rule(FieldCheck().Name("name", "reports/abcd", Presence::kRequired, "publications")),
            "");
}

TEST(FieldCheck, LetsOptionalFieldsBeEmpty) {
  EXPECT_TRUE(FieldCheck()
                  .Name("corrects", "", Presence::kOptional)
                  .ReportId("report_id", "", Presence::kOptional)
                  .RequestId("")
                  .Digest("content_sha256", "", Presence::kOptional)
                  .Line("document_number", "", {0, 60})
                  .Done());
  EXPECT_NE(Rule(FieldCheck().Digest("content_sha256", "")), "");
}

TEST(FieldCheck, KnowsRequestIdsAndDigests) {
  EXPECT_EQ(Rule(FieldCheck().RequestId("01890a5d-ac96-774b-bcce-b302099a8057")), "");
  for (const char* id :
       {"01890a5dac96774bbcceb302099a8057", "01890a5d-ac96-774b-bcce-b302099a805",
        "01890a5d-ac96-774b-bcce-b302099a805g", "01890a5d+ac96-774b-bcce-b302099a8057"}) {
    EXPECT_NE(Rule(FieldCheck().RequestId(id)), "") << id;
  }
  EXPECT_EQ(Rule(FieldCheck().Digest("d", std::string(64, 'a'))), "");
  EXPECT_NE(Rule(FieldCheck().Digest("d", std::string(64, 'A'))), "");
  EXPECT_NE(Rule(FieldCheck().Digest("d", std::string(65, 'a'))), "");
}

TEST(FieldCheck, CountsCharactersAndNotBytes) {
  EXPECT_EQ(Rule(FieldCheck().Line("title", Repeated("公", 200), {1, 200})), "");
  EXPECT_THAT(Rule(FieldCheck().Line("title", Repeated("公", 201), {1, 200})),
              HasSubstr("has 201"));
  EXPECT_THAT(Rule(FieldCheck().Line("title", std::string(1'000'000, 'x'), {1, 200})),
              HasSubstr("has more"));
  EXPECT_EQ(Rule(FieldCheck().Text("emoji", Repeated("\U0001F600", 10), {1, 10})), "");
}

TEST(FieldCheck, RefusesControlCharactersByPlaceAndNumber) {
  EXPECT_EQ(Rule(FieldCheck().Line("title", "a\tb", {1, 9})), "");
  EXPECT_EQ(Rule(FieldCheck().Text("body", "a\n\tb", {1, 9})), "");
  EXPECT_EQ(Rule(FieldCheck().Line("title", "公\nb", {1, 9})),
            "Must not contain control characters or line ends; character 2 is U+000A.");
  for (const char* text : {"a\rb", "a\x01", "a\x7F", "a\u0085", "a\u2028", "a\u202E", "a\u2066"}) {
    EXPECT_THAT(
        Rule(FieldCheck().Text("body", text, {1, 9})),
        StartsWith("Must not contain control characters but tab and line feed; character 2"))
        << text;
  }
  EXPECT_NE(Rule(FieldCheck().Line("title", std::string_view("a\0b", 3), {1, 9})), "");
}

TEST(FieldCheck, RefusesTextThatIsNotUtf8) {
  EXPECT_EQ(Rule(FieldCheck().Line("title", "a\xFF", {1, 9})), "Must be UTF-8.");
  EXPECT_EQ(Rule(FieldCheck().Body("body", "a\xE5\x85", 100)), "Must be UTF-8.");
}

TEST(FieldCheck, RefusesBlankTextWhereTextIsRequired) {
  EXPECT_EQ(Rule(FieldCheck().Line("title", " \t\u3000\u00A0", {1, 9})), "Must not be blank.");
  EXPECT_EQ(Rule(FieldCheck().Text("reason", "\n\n", {1, 9})), "Must not be blank.");
  EXPECT_EQ(Rule(FieldCheck().Line("number", "  ", {0, 9})), "");
}

TEST(FieldCheck, LimitsBodiesInBytes) {
  EXPECT_EQ(Rule(FieldCheck().Body("body", "", 6)), "");
  EXPECT_EQ(Rule(FieldCheck().Body("body", "公开", 6)), "");
  EXPECT_EQ(Rule(FieldCheck().Body("body", "公开x", 6)), "Must have at most 6 bytes; has 7.");
  EXPECT_NE(Rule(FieldCheck().Body("body", "a\r", 6)), "");
}

TEST(FieldCheck, ShowsNothingThatCannotBeSeenOfWhatItRefuses) {
  EXPECT_THAT(Rule(FieldCheck().Name("name", "reports/a\u202Eb\u0085\u2028\x01\xFF公")),
              testing::HasSubstr("is \"reports/a?b???\uFFFD公\"."));
}

TEST(FieldCheck, KnowsFileNames) {
  for (const std::string& name :
       {std::string("年报 2021.pdf"), std::string("..."), std::string(".hidden"),
        std::string(120, 'a'), Repeated("公", 85)}) {
    EXPECT_EQ(Rule(FieldCheck().FileName("file_name", name)), "") << name;
  }
  for (const std::string& name :
       {std::string(), std::string("."), std::string(".."), std::string("a/b"), std::string("a\\b"),
        std::string("a\nb"), std::string("a\tb"), std::string("a\u202Eb"), std::string("  "),
        std::string(121, 'a'), Repeated("公", 86), std::string("\xFF")}) {
    EXPECT_NE(Rule(FieldCheck().FileName("file_name", name)), "") << name;
  }
}

TEST(FieldCheck, KnowsMediaTypes) {
  for (const char* type : {"application/pdf", "image/svg+xml", "application/vnd.ms-excel"}) {
    EXPECT_EQ(Rule(FieldCheck().MediaType("mime_type", type)), "") << type;
  }
  for (const std::string& type :
       {std::string(), std::string("pdf"), std::string("application/"), std::string("/pdf"),
        std::string("text/plain; charset=utf-8"), std::string("a/b/c"), std::string("text/+x"),
        "text/" + std::string(100, 'x')}) {
    EXPECT_NE(Rule(FieldCheck().MediaType("mime_type", type)), "") << type;
  }
}

TEST(FieldCheck, RefusesEnumNumbersThatNobodyKnows) {
  constexpr auto is_known = [](int value) { return value >= 0 && value <= 3; };
  EXPECT_EQ(Rule(FieldCheck().Enum("kind", 3, is_known)), "");
  EXPECT_THAT(Rule(FieldCheck().Enum("kind", 4, is_known)), HasSubstr("4 is none"));
  EXPECT_THAT(Rule(FieldCheck().Enum("kind", -1, is_known, Presence::kOptional)),
              HasSubstr("-1 is none"));
  EXPECT_EQ(Rule(FieldCheck().Enum("kind", 0, is_known)), "Must be given.");
  EXPECT_EQ(Rule(FieldCheck().Enum("kind", 0, is_known, Presence::kOptional)), "");
}

TEST(FieldCheck, LimitsNumbersAndTimes) {
  EXPECT_EQ(Rule(FieldCheck().Range("seconds", 60, 60, 86'400)), "");
  EXPECT_EQ(Rule(FieldCheck().Range("seconds", 59, 60, 86'400)), "Must be 60 to 86400; is 59.");
  EXPECT_NE(Rule(FieldCheck().Range("seconds", 86'401, 60, 86'400)), "");
  EXPECT_NE(Rule(FieldCheck().PageSize(-1)), "");
}

TEST(FieldCheck, TakesTimesThatTheLedgerCanHold) {
  const auto rule = [](std::int64_t seconds, std::int32_t nanos) {
    google::protobuf::Timestamp time;
    time.set_seconds(seconds);
    time.set_nanos(nanos);
    return Rule(FieldCheck().Time("time", time));
  };
  EXPECT_EQ(rule(0, 1000), "");
  EXPECT_EQ(rule(253'402'300'799, 999'999'999), "");
  EXPECT_NE(rule(0, 0), "");
  EXPECT_NE(rule(0, 999), "") << "less than a microsecond after the beginning";
  EXPECT_NE(rule(-1, 0), "");
  EXPECT_NE(rule(-61'315'574'400, 0), "") << "the year 26";
  EXPECT_NE(rule(253'402'300'800, 0), "") << "the year 10000";
  EXPECT_NE(rule(1, -1), "");
  EXPECT_NE(rule(1, 1'000'000'000), "");
}

TEST(IdOf, IsWhatFollowsTheCollection) {
  EXPECT_EQ(IdOf("reports/annual-2021").text(), "annual-2021");
}

}  // namespace
}  // namespace gongkai::request
