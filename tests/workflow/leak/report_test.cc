// What a report says of its findings: places, excerpts, rules, bounds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/workflow/leak/marked.h"
#include "workflow/leak/locator.h"
#include "workflow/leak/utf8.h"

namespace gongkai::leak {
namespace {

using testing::HasSubstr;
using testing::Not;

Finding OnlyFinding(std::string_view text) {
  const Report report = SharedChecker().Check(text);
  EXPECT_EQ(report.findings.size(), 1U) << text;
  return report.findings.empty() ? Finding{.rule = &Rules()[0]} : report.findings[0];
}

TEST(ReportTest, SaysWhereInCharacters) {
  const Finding finding = OnlyFinding("第一行\r\n\n电话：138\u200B00138000");
  EXPECT_EQ(finding.place, (Place{.line = 3, .column = 4, .bytes = {21, 35}}));
}

TEST(ReportTest, CountsEachByteThatIsNotUtf8AsACharacter) {
  EXPECT_EQ(OnlyFinding("\xFF\xE4\xBB：13800138000").place.column, 5U);
}

TEST(ReportTest, NamesTheVersionOfTheRules) {
  EXPECT_EQ(SharedChecker().Check("").rules_version, kRulesVersion);
  EXPECT_TRUE(SharedChecker().Check("").findings.empty());
}

TEST(ReportTest, IsBounded) {
  std::string text;
  for (int i = 0; i < 10; ++i) text += "13800138000\n";
  const Report all = SharedChecker().Check(text, {.max_findings = 10});
  EXPECT_EQ(all.findings.size(), 10U);
  EXPECT_FALSE(all.has_more);
  const Report some = SharedChecker().Check(text, {.max_findings = 9});
  EXPECT_EQ(some.findings.size(), 9U);
  EXPECT_TRUE(some.has_more);
}

struct Masked {
  std::string_view text;
  std::string_view excerpt;
};

TEST(ReportTest, MasksEachKind) {
  for (const auto& [text, excerpt] : std::vector<Masked>{
           {"11010519491231002X", "11*************02X"},
           {"一一〇一〇五一九四九一二三一〇〇二X", "11*************02X"},
           {"110105491231002", "11**********002"},
           {"92350100M000100Y40", "92************0Y40"},
           {"138 0013 8000", "138****8000"},
           {"(0319)2345678", "*****78"},
           {"0319-2345678", "0319*****78"},
           {"6217 0000 0000 0000 004", "***************0004"},
           {"账号：1301012345678", "*********5678"},
           {"E12345678", "E******78"},
           {"冀E·12345", "冀E*****"},
           {"家庭住址：某县青龙乡青龙村3组12号", "某县青龙乡***"},
           {"家庭住址：某县幸福小区3号楼501室", "某县***"},
           {"家住和平街12号楼501室", "***"},
           {"zhangsan@163.com", "z***@163.com"},
           {"ab@163.com", "***@163.com"},
           {"微信号：zhang_san88", "z*********8"},
           {"（2022）冀0591民初123号", "（2022）冀***号"},
           {"绝　密★5年", "绝密★…"},
       }) {
    EXPECT_EQ(OnlyFinding(text).excerpt, excerpt) << text;
  }
  EXPECT_EQ(SharedChecker().Check("欧阳明 13800138000").findings[0].excerpt, "欧阳某");
  EXPECT_EQ(SharedChecker().Check("买买提·阿不都 13800138000").findings[0].excerpt, "买某");
}

// Values of every kind, each with the value that may be shown nowhere.
const std::vector<Masked> kSecrets = {
    {"11010519491231002X", "110105"},
    {"110105491231002", "110105"},
    {"92350100M000100Y40", "350100"},
    {"13800138000", "0013"},
    {"0319-2345678", "23456"},
    {"6217000000000000004", "6217"},
    {"账号：1301012345678", "130101"},
    {"护照E12345678", "123456"},
    {"冀E12345", "123"},
    {"通行证C12345678", "123456"},
    {"住址：某县青龙乡青龙村12号", "12号"},
    {"zhangsan@163.com", "hangsan"},
    {"微信号：zhang_san88", "hang"},
    {"（2022）冀0591民初123号", "123号"},
    {"王小明13800138000", "小明"},
    {"秘密★启用前", "启用"},
};

TEST(ReportTest, NeverHoldsAValue) {
  for (const auto& [text, secret] : kSecrets) {
    const Report report = SharedChecker().Check(text);
    ASSERT_FALSE(report.findings.empty()) << text;
    for (const Finding& finding : report.findings) {
      EXPECT_THAT(finding.excerpt, Not(HasSubstr(secret)));
      EXPECT_THAT(std::string(finding.rule->why.english), Not(HasSubstr(secret)));
      EXPECT_THAT(std::string(finding.rule->why.chinese), Not(HasSubstr(secret)));
    }
  }
}

// Returns the digits of a text, so that a value that was masked in pieces could be put together.
std::size_t CountDigits(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; }));
}

TEST(ReportTest, ShowsAtMostSevenDigitsOfANumber) {
  std::mt19937 random(3);  // NOLINT: the same numbers each time
  for (int round = 0; round < 2'000; ++round) {
    std::string text = "卡号、手机、身份证：1";
    while (text.size() < 50) text += static_cast<char>('0' + random() % 10);
    text.resize(31 + random() % 19);
    for (const Finding& finding : SharedChecker().Check(text).findings) {
      EXPECT_LE(CountDigits(finding.excerpt), 7U) << finding.excerpt;
    }
  }
}

TEST(ReportTest, IsTheSameWhereverABlockEnds) {
  constexpr std::string_view kValue = "张三\u200B１1010519491231002X，";
  const std::size_t value = kValue.find("１");
  for (std::size_t before = 256 * 1024 - 60; before < 256 * 1024 + 20; ++before) {
    std::string text(before, '\n');
    text += kValue;
    const std::vector<Found> found = FoundIn(text);
    ASSERT_EQ(found, (std::vector<Found>{{"PERSON_NAME", {before, before + 6}},
                                         {"ID_CARD", {before + value, before + value + 20}}}))
        << before;
  }
}

TEST(ReportTest, EndsBetweenCharactersOfAnyBytes) {
  std::mt19937 random(4);  // NOLINT: the same bytes each time
  const std::vector<std::string> pieces = {"1",          "13800138000", "11010519491231002X",
                                           "E12345678",  "机密★",       "@163.com",
                                           "zhang",      "冀E",         "号",
                                           "路",         "室",          "微信号",
                                           "（2022）冀", "民初",        "\xE5",
                                           "\x86",       "\xFF",        "\xF5",
                                           "\xC0",       "\n",          "\t",
                                           " ",          "零",          "一",
                                           "①",          "·",           "&#49;",
                                           "\u200B",     "此件不公开",  "内部资料",
                                           "(0319)",     "张三",        "密",
                                           "，"};
  for (int round = 0; round < 5'000; ++round) {
    std::string text;
    for (int i = 0; i < 25; ++i) text += pieces[random() % pieces.size()];
    std::set<std::size_t> boundaries{text.size()};
    for (std::size_t at = 0; at < text.size(); at += ReadCharacter(text, at).size)
      boundaries.insert(at);
    std::size_t last = 0;
    for (const Finding& finding : SharedChecker().Check(text).findings) {
      const Range bytes = finding.place.bytes;
      ASSERT_TRUE(boundaries.contains(bytes.begin) && boundaries.contains(bytes.end)) << text;
      ASSERT_LE(last, bytes.begin) << text;
      ASSERT_LT(bytes.begin, bytes.end) << text;
      last = bytes.end;
      for (std::size_t at = 0; at < finding.excerpt.size();) {
        const Character character = ReadCharacter(finding.excerpt, at);
        ASSERT_NE(character.code, kNoCharacter) << finding.excerpt;
        at += character.size;
      }
    }
  }
}

TEST(ReportTest, IsMadeByManyThreadsAtOnce) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      for (int round = 0; round < 50; ++round) {
        EXPECT_EQ(SharedChecker().Check("张三 13800138000").findings.size(), 2U);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(LocatorTest, CountsLinesAndCharacters) {
  Locator locator("一二\n\n三x");
  EXPECT_EQ(locator.PlaceOf({0, 3}), (Place{1, 1, {0, 3}}));
  EXPECT_EQ(locator.PlaceOf({3, 6}), (Place{1, 2, {3, 6}}));
  EXPECT_EQ(locator.PlaceOf({3, 6}), (Place{1, 2, {3, 6}}));
  EXPECT_EQ(locator.PlaceOf({11, 12}), (Place{3, 2, {11, 12}}));
}

}  // namespace
}  // namespace gongkai::leak
