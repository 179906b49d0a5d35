#include "services/cli/view/text.h"

#include <gtest/gtest.h>

namespace gongkai::cli {
namespace {

TEST(Text, ChineseCharactersTakeTwoColumns) {
  EXPECT_EQ(Width("DRAFT"), 5);
  EXPECT_EQ(Width("起草"), 4);
  EXPECT_EQ(Width("DRAFT 起草"), 10);
  EXPECT_EQ(Width("〔2022〕3号"), 11);
  EXPECT_EQ(Width("e\u0301"), 1);  // a combining accent stands above
}

TEST(Text, IsPaddedByColumnsNotBytes) {
  EXPECT_EQ(PaddedTo("起草", 6), "起草  ");
  EXPECT_EQ(PaddedTo("ab", 6), "ab    ");
  EXPECT_EQ(PaddedTo("起草", 3), "起草");
}

TEST(Text, IsCutWithoutSplittingACharacter) {
  EXPECT_EQ(CutTo("政府信息公开", 12), "政府信息公开");
  EXPECT_EQ(CutTo("政府信息公开", 11), "政府信息公…");
  EXPECT_EQ(CutTo("政府信息公开", 8), "政府信…");  // half a character is none
  EXPECT_EQ(CutTo("abcdef", 4), "abc…");
}

TEST(Text, RefusesWhatIsNotUtf8) {
  EXPECT_EQ(FromUtf8("起a"), U"起a");
  EXPECT_EQ(FromUtf8(""), U"");
  EXPECT_EQ(FromUtf8(std::string_view("a\0b", 3)), std::u32string(U"a\0b", 3));
  EXPECT_FALSE(FromUtf8("\xC4\xE3"));          // GB18030
  EXPECT_FALSE(FromUtf8("\xE8\xB5"));          // ends within a character
  EXPECT_FALSE(FromUtf8("\xC0\x80"));          // overlong
  EXPECT_FALSE(FromUtf8("\xED\xA0\x80"));      // a surrogate
  EXPECT_FALSE(FromUtf8("\xF4\x90\x80\x80"));  // beyond Unicode
}

TEST(Text, SurvivesTheWayThroughCodePoints) {
  const std::string text = "政府〔2022〕3号 \U00020000 abc";
  EXPECT_EQ(ToUtf8(*FromUtf8(text)), text);
}

TEST(Text, CannotCommandTheTerminal) {
  EXPECT_EQ(OneLine("\x1b[31mred"), "\uFFFD[31mred");
  EXPECT_EQ(OneLine("a\u009b2Jb"), "a\uFFFD2Jb");          // CSI in one character
  EXPECT_EQ(OneLine("a\u202Etxt.exe"), "a\uFFFDtxt.exe");  // right to left from here
  EXPECT_EQ(OneLine("a\nb\tc"), "a b c");
  EXPECT_EQ(Lines("a\nb\tc\x07"), "a\nb\tc\uFFFD");
  EXPECT_EQ(OneLine("\xff起"), "\uFFFD\uFFFD\uFFFD\uFFFD");
}

TEST(Size, IsShownInTheUnitThatFits) {
  EXPECT_EQ(Size(0), "0 B");
  EXPECT_EQ(Size(1023), "1023 B");
  EXPECT_EQ(Size(1536), "1.5 KiB");
  EXPECT_EQ(Size(64 << 20), "64.0 MiB");
}

}  // namespace
}  // namespace gongkai::cli
