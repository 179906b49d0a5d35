#include "workflow/leak/rules.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

namespace gongkai::leak {
namespace {

TEST(RulesTest, SayWhyInBothLanguages) {
  for (const Rule& rule : Rules()) {
    EXPECT_FALSE(rule.why.english.empty()) << rule.id;
    EXPECT_FALSE(rule.why.chinese.empty()) << rule.id;
    EXPECT_NE(rule.kind, Kind::kNone) << rule.id;
    EXPECT_NE(rule.severity, Severity::kNone) << rule.id;
    EXPECT_NE(rule.confidence, Confidence::kNone) << rule.id;
  }
}

TEST(RulesTest, FindEachKind) {
  std::set<Kind> kinds;
  for (const Rule& rule : Rules()) kinds.insert(rule.kind);
  EXPECT_EQ(kinds.size(), kKindCount - 1);
}

// Returns the row of docs/leak-check.md for the rule.
std::string RowOf(const Rule& rule) {
  const auto word = [](const auto& words, auto value) {
    const base::Word& of = words[static_cast<std::size_t>(value)];
    return std::string(of.chinese) + ' ' + std::string(of.name);
  };
  return "| `" + std::string(rule.id) + "` | " + word(kKindWords, rule.kind) + " | " +
         word(kSeverityWords, rule.severity) + " | " + word(kConfidenceWords, rule.confidence) +
         " | " + std::string(rule.why.chinese) + "<br>" + std::string(rule.why.english) + " |\n";
}

TEST(RulesTest, AreInTheDocs) {
  std::ifstream page(GONGKAI_SOURCE_DIR "/docs/leak-check.md");
  std::ostringstream text;
  text << page.rdbuf();
  for (const Rule& rule : Rules()) {
    EXPECT_NE(text.str().find(RowOf(rule)), std::string::npos) << RowOf(rule);
  }
}

}  // namespace
}  // namespace gongkai::leak
