#include "services/lib/listing/filter.h"

#include <gmock/gmock.h>

#include <map>

#include "services/lib/listing/filter_sql.h"
#include "services/lib/sql/connection.h"
#include "tests/services/lib/sql/scratch.h"
#include "tests/support/chinese.h"

namespace gongkai::listing {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const FilterSchema& Schema() {
  static const FilterSchema schema(
      {IntegerField("index", "idx"), TextField("actor", "actor"),
       EnumField("action", "action", {{"CREATE", 1}, {"SUBMIT", 2}, {"EDIT", 3}}),
       TimestampField("time", "time_us")});
  return schema;
}

std::string Sql(std::string_view filter) {
  const Result<Filter> parsed = ParseFilter(filter, Schema());
  if (parsed) return Compile(*parsed).condition;
  EXPECT_TRUE(support::HoldsChinese(parsed.error().fields.front().rule.chinese)) << filter;
  return parsed.error().message;
}

struct Case {
  const char* filter;
  const char* expected;
};

void Check(std::initializer_list<Case> cases) {
  for (const auto& [filter, expected] : cases) EXPECT_EQ(Sql(filter), expected) << filter;
}

TEST(Filter, ReadsComparisons) {
  Check({{"index = 1", "idx = $1"},
         {"index!=1", "idx <> $1"},
         {"index<-1", "idx < $1"},
         {" index\t<=\n1 ", "idx <= $1"},
         {"index > 1", "idx > $1"},
         {"index >= 1", "idx >= $1"},
         {"index:1", "idx = $1"},
         {"actor:*", "actor IS NOT NULL"},
         {"actor = *", "actor = $1"},
         {"actor:\"*\"", "actor = $1"},
         {"actor = user/li", "actor = $1"},
         {"actor='x'", "actor = $1"},
         {"action = \"EDIT\"", "action = $1"},
         {"time > 2026-03-01T00:00:00+08:00", "time_us > $1"},
         {"time:2026-03-01T00:00:00Z", "time_us = $1"},
         {"time <= '2026-03-01T00:00:00Z'", "time_us <= $1"}});
}

TEST(Filter, ReadsLogic) {
  Check({{"", "TRUE"},
         {" \n", "TRUE"},
         {"(index = 1)", "idx = $1"},
         {"index=1 AND index=2", "(idx = $1 AND idx = $2)"},
         {"index=1 AND index=2 OR index=3", "(idx = $1 AND (idx = $2 OR idx = $3))"},
         {"index=1 OR index=2 AND index=3", "((idx = $1 OR idx = $2) AND idx = $3)"},
         {"(index=1 AND index=2) OR index=3", "((idx = $1 AND idx = $2) OR idx = $3)"},
         {"index=1 OR index=2 OR index=3", "(idx = $1 OR idx = $2 OR idx = $3)"},
         {"NOT index=1 OR index=2", "((NOT idx = $1) OR idx = $2)"},
         {"NOT (index=1 OR index=2)", "(NOT (idx = $1 OR idx = $2))"},
         {"-index=1 AND -(actor:*)", "((NOT idx = $1) AND (NOT actor IS NOT NULL))"},
         {"NOT(NOT(index=1))", "(NOT (NOT idx = $1))"},
         {"((((((((index=1))))))))", "idx = $1"}});
}

TEST(Filter, SaysWhereAndWhatWouldBeRight) {
  Check(
      {{"state = 1",
        "filter: At character 1: \"state\" is not a field to filter by; there are: index, "
        "actor, action, time."},
       {"index = 1 AND", "filter: At character 14: expected a field: index, actor, action, time."},
       {"AND index = 1", "filter: At character 1: expected a field: index, actor, action, time."},
       {"NOT NOT index = 1",
        "filter: At character 5: expected a field: index, actor, action, time."},
       {"\"index\" = 1", "filter: At character 1: expected a field: index, actor, action, time."},
       {"()", "filter: At character 2: expected a field: index, actor, action, time."},
       {"公开", "filter: At character 1: expected a field: index, actor, action, time."},
       {"index", "filter: At character 6: after index expected =, !=, <, <=, >, >= or :."},
       {"index ~ 1", "filter: At character 7: after index expected =, !=, <, <=, >, >= or :."},
       {"action < EDIT", "filter: At character 8: after action expected =, != or :."},
       {"actor >= li", "filter: At character 7: after actor expected =, != or :."},
       {"index = ", "filter: At character 9: index is compared with a whole number."},
       {"index = AND", "filter: At character 9: index is compared with a whole number."},
       {"index = one", "filter: At character 9: index is compared with a whole number."},
       {"index = 1.5", "filter: At character 9: index is compared with a whole number."},
       {"index = 9223372036854775808",
        "filter: At character 9: index is compared with a whole number."},
       {"index = (1)", "filter: At character 9: index is compared with a whole number."},
       {"actor = user/li*",
        "filter: At character 9: there are no wildcards; a text is compared as a whole."},
       {"actor:\"*/li\"",
        "filter: At character 7: there are no wildcards; a text is compared as a whole."},
       {"index = *", "filter: At character 9: index is compared with a whole number."},
       {"index == 1", "filter: At character 8: index is compared with a whole number."},
       {"action = edit",
        "filter: At character 10: action is compared with one of CREATE, SUBMIT, EDIT."},
       {"time > 2026-03-01",
        "filter: At character 8: time is compared with a time such as "
        "2026-03-01T09:30:00+08:00."},
       {"actor = ",
        "filter: At character 9: actor is compared with text, in quotes unless it "
        "is one word."},
       {"actor = '公' x", "filter: At character 13: expected AND, OR or the end."},
       {"actor = a b", "filter: At character 11: expected AND, OR or the end."},
       {"index = 1 and index = 2", "filter: At character 11: expected AND, OR or the end."},
       {"index = 1)", "filter: At character 10: this ) closes nothing."},
       {"(index = 1", "filter: At character 11: the ( at character 1 is not closed."},
       {"(index = 1 x)", "filter: At character 12: expected AND, OR or )."},
       {"actor = \"li", "filter: At character 9: this quote is not closed."},
       {"actor = 'li\\'", "filter: At character 9: this quote is not closed."},
       {"actor = 'a\\n'", "filter: At character 11: a \\ goes before a quote or another \\."},
       {"actor = 'a\x01'", "filter: At character 11: control characters are not allowed."},
       {"(((((((((index=1)))))))))", "filter: At character 9: parentheses are at most 8 deep."}});
}

std::string Repeated(std::string_view part, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += part;
  return all;
}

TEST(FilterLimits, Hold) {
  const std::string most = "index=1" + Repeated(" OR index=1", 31);
  EXPECT_THAT(Sql(most), HasSubstr("$32"));
  EXPECT_THAT(Sql(most + " OR index=1"), HasSubstr("At character 353: at most 32 comparisons."));

  EXPECT_THAT(Sql("(index=1)" + Repeated(" AND (index=1)", 31)), HasSubstr("$32"));

  const std::string longest = "actor='" + std::string(4096 - 8, 'x') + "'";
  EXPECT_EQ(Sql(longest), "actor = $1");
  EXPECT_EQ(Sql(longest + " "), "filter: Must be at most 4096 bytes.");
  EXPECT_EQ(Sql(Repeated("(", 1 << 20)), "filter: Must be at most 4096 bytes.");
  EXPECT_THAT(Sql(Repeated("(", 4096)), HasSubstr("8 deep"));
  EXPECT_THAT(Sql(Repeated("NOT ", 1000)), HasSubstr("At character 5: expected a field"));
  EXPECT_THAT(Sql(std::string("actor='\0'", 9)), HasSubstr("At character 8: control characters"));
}

TEST(FilterLimits, EchoOfAFieldIsShort) {
  EXPECT_THAT(Sql(std::string(4000, 'f')), HasSubstr("\"" + std::string(40, 'f') + "\" is not"));
}

TEST(FilterProblem, HasItsReason) {
  const Result<Filter> filter = ParseFilter("x", Schema());
  ASSERT_FALSE(filter);
  EXPECT_EQ(filter.error().reason, Reason::kInvalidFilter);
}

TEST(FilterProblem, IsToldInChineseToo) {
  const auto chinese = [](std::string_view text) {
    return ParseFilter(text, Schema()).error().fields.front().rule.chinese;
  };
  EXPECT_EQ(chinese("公 = 1"), "第 1 个字符处：此处应为字段：index、actor、action、time。");
  EXPECT_EQ(chinese("(index = 1"), "第 11 个字符处：第 1 个字符处的 ( 没有闭合。");
  EXPECT_EQ(chinese("action = PUBLISH"),
            "第 10 个字符处：action 的值应为以下之一：CREATE、SUBMIT、EDIT。");
  EXPECT_EQ(chinese("actor < x"), "第 7 个字符处：actor 之后应为 =、!= 或 :。");
}

TEST(CompiledFilter, BindsValuesFromItsFirstParameterOn) {
  const Result<Filter> filter = ParseFilter(
      R"(actor = "a \"b\" \\ 'c'" AND -action = EDIT AND time > 1970-01-01T00:00:01Z)", Schema());
  ASSERT_TRUE(filter);
  const Where where = Compile(*filter, 3);
  EXPECT_EQ(where.condition, "(actor = $3 AND (NOT action = $4) AND time_us > $5)");
  EXPECT_THAT(where.values,
              ElementsAre(FilterValue(R"(a "b" \ 'c')"), FilterValue(3), FilterValue(1'000'000)));

  const sql::Scratch scratch;
  sql::Connection connection(scratch / "test.db", sql::Connection::Mode::kReadWrite);
  sql::Statement select = connection.PrepareOnce("SELECT $3 || $1, $2, $4 + 1, $5");
  select.Query("!", 7);
  where.BindTo(select);
  ASSERT_TRUE(select.Step());
  EXPECT_EQ(select.Text(0), R"(a "b" \ 'c'!)");
  EXPECT_EQ(select.Int(1), 7);
  EXPECT_EQ(select.Int(2), 4);
  EXPECT_EQ(select.Int(3), 1'000'000);
}

TEST(CompiledFilter, LetsNothingOfTheTextIntoTheSql) {
  for (const char* attack : {"x' OR '1'='1", "x\"; DROP TABLE entry; --", "1) OR (1=1", "$1", "?1",
                             "x' UNION SELECT 1 --", "/* */", "公'; DELETE FROM entry; --"}) {
    std::string quoted;
    for (const char* c = attack; *c != '\0'; ++c) {
      if (*c == '"' || *c == '\'' || *c == '\\') quoted += '\\';
      quoted += *c;
    }
    const Result<Filter> filter = ParseFilter("actor = \"" + quoted + "\"", Schema());
    ASSERT_TRUE(filter) << attack;
    const Where where = Compile(*filter);
    EXPECT_EQ(where.condition, "actor = $1");
    EXPECT_THAT(where.values, ElementsAre(FilterValue(attack)));
  }
  for (const char* attack : {"1=1", "idx = 1", "index = 1; DROP TABLE entry", "index = 1 -- x",
                             "index = 1 OR 1 = 1", "index = 1 UNION SELECT 1", "index = (SELECT 1)",
                             "actor = x' OR '1'='1", "sqlite_schema = 1", "index = $1",
                             "index = 0x10", "index = 1e3", "actor LIKE 'a'", "actor = a || b"}) {
    EXPECT_THAT(Sql(attack), HasSubstr("filter: At character")) << attack;
  }
}

TEST(Matches, AnUnsetFieldMatchesNothingButThatItIsUnset) {
  const FilterRecord record = [](std::string_view field) -> std::optional<FilterValue> {
    if (field == "index") return FilterValue(1);
    return std::nullopt;
  };
  const std::map<std::string, bool> filters{
      {"", true},
      {"actor:*", false},
      {"NOT actor:*", true},
      {"actor = li", false},
      {"actor != li", false},
      {"NOT actor = li", false},
      {"-(actor = li AND index = 1)", false},
      {"-(actor = li AND index = 2)", true},
      {"actor = li OR index = 1", true},
      {"actor = li AND index = 1", false},
  };
  for (const auto& [text, matches] : filters) {
    const Result<Filter> filter = ParseFilter(text, Schema());
    ASSERT_TRUE(filter) << text;
    EXPECT_EQ(Matches(*filter, record), matches) << text;
  }
}

TEST(Matches, RecordOfAnotherTypeIsABug) {
  const Result<Filter> filter = ParseFilter("index = 1", Schema());
  ASSERT_TRUE(filter);
  EXPECT_THROW(Matches(*filter, [](std::string_view) { return FilterValue("1"); }),
               std::logic_error);
}

}  // namespace
}  // namespace gongkai::listing
