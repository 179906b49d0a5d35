// What is written for people calls each value by its word.
#include "workflow/base/words.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <regex>
#include <set>
#include <span>
#include <string>

namespace gongkai::base {
namespace {

namespace fs = std::filesystem;

std::string Read(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The words of every value with this name; empty if it is the name of none.
std::set<std::string_view> WordsOf(std::string_view name) {
  std::set<std::string_view> words;
  for (const std::span<const Word> all :
       {std::span<const Word>(kStateWords), std::span<const Word>(kActionWords),
        std::span<const Word>(kRoleWords), std::span<const Word>(kDisclosureWords),
        std::span<const Word>(kGroundWords), std::span<const Word>(kKindWords),
        std::span<const Word>(kStageWords), std::span<const Word>(kAnswerWords),
        std::span<const Word>(kConclusionWords), std::span<const Word>(kTaskChangeWords)}) {
    if (const std::string_view word = ChineseOf(all, name); !word.empty()) words.insert(word);
  }
  return words;
}

// How often the text has a name with a Chinese word beside it: `DRAFTER 拟稿人`, `| DRAFT | 起草
// |`.
int CheckNamedValues(const std::string& text, const std::string& where) {
  // Chinese characters have three bytes, the first of which is E4 to E9.
  const std::regex named("\\b([A-Z_]+)`?[ |]+((?:[\xE4-\xE9][\x80-\xBF]{2}|\xE3\x80\x81)+)");
  int found = 0;
  for (std::sregex_iterator at(text.begin(), text.end(), named), end; at != end; ++at) {
    const std::string name = (*at)[1];
    const std::string word = (*at)[2];
    const auto words = WordsOf(name);
    if (words.empty()) continue;
    ++found;
    EXPECT_TRUE(words.contains(word)) << where << " calls " << name << " " << word;
  }
  return found;
}

TEST(Words, AreFoundByName) {
  EXPECT_EQ(ChineseOf(kStateWords, "LEGAL_REVIEW"), "合法性审查");
  EXPECT_EQ(ChineseOf(kStateWords, "legal_review"), "");
  EXPECT_EQ(ChineseOf(kStateWords, "NONE"), "");
}

TEST(Words, AreCompleteIfEachIsThereAndOfOneValueOnly) {
  const auto are_complete = [](std::initializer_list<Word> words) {
    return AreComplete(std::span(words.begin(), words.end()));
  };
  EXPECT_TRUE(are_complete({}));
  EXPECT_TRUE(are_complete({{"NONE", ""}, {"A", "甲"}, {"B", "乙"}}));
  EXPECT_FALSE(are_complete({{"NONE", "无"}, {"A", "甲"}})) << "none has no word";
  EXPECT_FALSE(are_complete({{"NONE", ""}, {"", "甲"}}));
  EXPECT_FALSE(are_complete({{"NONE", ""}, {"A", ""}}));
  EXPECT_FALSE(are_complete({{"NONE", ""}, {"A", "甲"}, {"A", "乙"}}));
  EXPECT_FALSE(are_complete({{"NONE", ""}, {"A", "甲"}, {"B", "甲"}}));
  EXPECT_FALSE(are_complete({{"NONE", ""}, {"A", "甲"}, {"B", "乙"}, {"A", "丙"}}));
}

TEST(Words, AreThoseOfThePagesAndThePolicy) {
  const fs::path root = GONGKAI_SOURCE_DIR;
  int found = CheckNamedValues(Read(root / "deploy/policy.yaml"), "deploy/policy.yaml") +
              CheckNamedValues(Read(root / "README.md"), "README.md");
  for (const fs::directory_entry& page : fs::recursive_directory_iterator(root / "docs")) {
    if (page.path().extension() != ".md") continue;
    found += CheckNamedValues(Read(page.path()), page.path().string());
  }
  EXPECT_GE(found, 20) << "the states and the roles, at least";
}

}  // namespace
}  // namespace gongkai::base
