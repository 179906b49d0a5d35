#include "services/cli/commands/title.h"

#include <gtest/gtest.h>

namespace gongkai::cli {
namespace {

TEST(Title, IsTheFirstHeading) {
  EXPECT_EQ(TitleOf("# 2021年年报\n\n正文"), "2021年年报");
  EXPECT_EQ(TitleOf("清河县\n\n## 年报 ##\n"), "年报");
  EXPECT_EQ(TitleOf("前言\n#\n### C# 教程\n"), "C# 教程");
}

TEST(Title, IsElseTheFirstLineThatIsNotEmpty) {
  EXPECT_EQ(TitleOf("\n\n  清河县人民政府办公室2021年年报 \n第二行"),
            "清河县人民政府办公室2021年年报");
  EXPECT_EQ(TitleOf("\u3000\u3000年报\u3000"), "年报");
  EXPECT_EQ(TitleOf("只有一行"), "只有一行");
}

TEST(Title, IsNoHeadingWithoutASpaceOrInCode) {
  EXPECT_EQ(TitleOf("#hash\n正文"), "#hash");
  EXPECT_EQ(TitleOf("####### seven\n"), "####### seven");
  EXPECT_EQ(TitleOf("```\n# comment\n```\n正文\n"), "正文");
}

TEST(Title, IsOneLineOfAtMost200Characters) {
  std::string text;
  for (int i = 0; i < 250; ++i) text += "报";
  const std::string title = TitleOf(text);
  EXPECT_EQ(title.size(), 200 * std::string("报").size());
  EXPECT_EQ(TitleOf("一\t二\r\n三"), "一 二");
}

TEST(Title, OfNothingIsEmpty) {
  EXPECT_EQ(TitleOf(""), "");
  EXPECT_EQ(TitleOf(" \n\t\n\u3000\n"), "");
}

}  // namespace
}  // namespace gongkai::cli
