#include "services/extract/encoding.h"

#include <gtest/gtest.h>

#include <string>

namespace gongkai::extract {
namespace {

using std::string_literals::operator""s;

TEST(EncodingTest, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(ReplaceNonUtf8("a\xFFz中"), "a\uFFFDz中");
  EXPECT_EQ(ReplaceNonUtf8("\xE4\xB8"), "\uFFFD");
}

TEST(EncodingTest, ReadsGb18030OfOneTwoAndFourBytes) {
  EXPECT_EQ(ToUtf8("a\xD6\xD0"), "a中");
  EXPECT_EQ(ToUtf8("\xD6\xD0\x95\x32\x82\x36"), "中\U00020000");
  EXPECT_EQ(ToUtf8("\xD6"), std::nullopt);
  EXPECT_EQ(ToUtf8("\xFF\xFF"), std::nullopt);
}

TEST(EncodingTest, KeepsCharactersTogetherOverLongTexts) {
  std::string gb = "\x95\x32\x82\x36";
  std::string utf8 = "\U00020000";
  for (int i = 0; i < 20'000; ++i) {
    gb += i % 2 == 0 ? "\x95\x32\x82\x36" : "a";
    utf8 += i % 2 == 0 ? "\U00020000" : "a";
  }
  EXPECT_EQ(ToUtf8(gb), utf8);
}

TEST(EncodingTest, ReadsUtf16WithAndWithoutMark) {
  EXPECT_EQ(ToUtf8("\xFF\xFE\x2D\x4E"), "中");
  EXPECT_EQ(ToUtf8("\xFE\xFF\x4E\x2D"), "中");
  EXPECT_EQ(ToUtf8("1\0\x2D\x4E"s), "1中");
  EXPECT_EQ(ToUtf8("\0"
                   "1\x4E\x2D"s),
            "1中");
}

TEST(EncodingTest, ReadsNamesOfBothKinds) {
  EXPECT_EQ(NameToUtf8("名单"), "名单");
  EXPECT_EQ(NameToUtf8("\xC3\xFB\xB5\xA5"), "名单");
  EXPECT_EQ(NameToUtf8("a\xFF"), "a\uFFFD");
}

}  // namespace
}  // namespace gongkai::extract
