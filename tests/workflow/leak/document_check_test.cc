// The check of a document: its parts, what is hidden in it, and what could not be read.
#include "workflow/leak/document_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <vector>

#include "tests/workflow/leak/marked.h"

namespace gongkai::leak {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using PartAndRule = std::pair<std::string, std::string>;

std::vector<PartAndRule> RulesIn(const DocumentReport& report) {
  std::vector<PartAndRule> rules;
  for (const DocumentFinding& each : report.findings) {
    rules.emplace_back(each.part, each.finding.rule->id);
  }
  return rules;
}

Document Of(PartKind kind, const std::string& text) {
  return {.parts = {{.name = "a", .kind = kind, .text = text}}};
}

TEST(DocumentCheckTest, FindsInShownTextOnlyWhatIsInIt) {
  EXPECT_THAT(Check(SharedChecker(), {}).findings, IsEmpty());
  EXPECT_THAT(Check(SharedChecker(), Of(PartKind::kShown, "年度报告")).findings, IsEmpty());
  const DocumentReport report =
      Check(SharedChecker(), Of(PartKind::kShown, "年报\n电话13800138000"));
  EXPECT_THAT(RulesIn(report), ElementsAre(PartAndRule{"a", "MOBILE"}));
  EXPECT_EQ(report.findings[0].finding.place, (Place{2, 3, {13, 24}}));
  EXPECT_EQ(report.findings[0].finding.excerpt, "138****8000");
  EXPECT_EQ(report.rules_version, kRulesVersion);
}

TEST(DocumentCheckTest, FindsThatAPartIsHiddenAndWhatIsInIt) {
  for (const auto& [kind, rule] : std::vector<std::pair<PartKind, std::string>>{
           {PartKind::kHidden, "HIDDEN_TEXT"},
           {PartKind::kDeleted, "DELETED_TEXT"},
           {PartKind::kComment, "COMMENT"},
           {PartKind::kProperty, "PROPERTY"},
           {PartKind::kPosition, "PHOTO_POSITION"},
       }) {
    const DocumentReport report = Check(SharedChecker(), Of(kind, "电话13800138000"));
    EXPECT_THAT(RulesIn(report), ElementsAre(PartAndRule{"a", rule}, PartAndRule{"a", "MOBILE"}));
    EXPECT_EQ(report.findings[0].finding.place, Place{});
    EXPECT_EQ(report.findings[0].finding.excerpt, "");
    EXPECT_THAT(RulesIn(Check(SharedChecker(), Of(kind, "文字"))),
                ElementsAre(PartAndRule{"a", rule}));
  }
}

TEST(DocumentCheckTest, FindsNothingInAPartThatIsBlank) {
  for (const std::string blank : {"", " ", "\r\n\t\f\v "}) {
    EXPECT_THAT(Check(SharedChecker(), Of(PartKind::kHidden, blank)).findings, IsEmpty());
  }
}

TEST(DocumentCheckTest, FindsInEachPartInItsOrder) {
  const Document document = {
      .parts = {{.name = "second", .text = "13800138000，机密★5年"},
                {.name = "first", .kind = PartKind::kComment, .text = "13900139000"}}};
  EXPECT_THAT(RulesIn(Check(SharedChecker(), document)),
              ElementsAre(PartAndRule{"second", "MOBILE"}, PartAndRule{"second", "SECRECY_MARK"},
                          PartAndRule{"first", "COMMENT"}, PartAndRule{"first", "MOBILE"}));
}

TEST(DocumentCheckTest, FindsWhatCouldNotBeReadAndWhy) {
  const Document document = {.parts = {{.name = "a", .text = "13800138000"}},
                             .unread = {{"b.zip", Obstacle::kEncrypted}, {"", Obstacle::kNoText}}};
  const DocumentReport report = Check(SharedChecker(), document);
  ASSERT_THAT(RulesIn(report),
              ElementsAre(PartAndRule{"a", "MOBILE"}, PartAndRule{"b.zip", "UNREADABLE"},
                          PartAndRule{"", "UNREADABLE"}));
  EXPECT_EQ(report.findings[1].finding.excerpt, "ENCRYPTED 已加密");
  EXPECT_EQ(report.findings[2].finding.excerpt, "NO_TEXT 没有可读的文字，可能是图片或者扫描件");
  EXPECT_EQ(report.findings[1].finding.rule->severity, Severity::kWarn);
}

TEST(DocumentCheckTest, CountsTheFindingsOfAllParts) {
  const Document document = {.parts = {{.name = "a", .text = "13800138000，机密★5年"},
                                       {.name = "b", .kind = PartKind::kHidden, .text = "文字"}},
                             .unread = {{"c", Obstacle::kBroken}}};
  for (const auto& [most, found, has_more] : std::vector<std::tuple<int, int, bool>>{
           {5, 4, false}, {4, 4, false}, {3, 3, true}, {2, 2, true}, {1, 1, true}, {0, 0, true}}) {
    const DocumentReport report =
        Check(SharedChecker(), document, {.max_findings = static_cast<std::size_t>(most)});
    EXPECT_EQ(report.findings.size(), static_cast<std::size_t>(found)) << most;
    EXPECT_EQ(report.has_more, has_more) << most;
  }
}

}  // namespace
}  // namespace gongkai::leak
