#include "workflow/base/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace gongkai::base {
namespace {

TEST(Utf8Test, AcceptsWhatRfc3629Does) {
  for (const char* text : {"", "abc", "é", "公开", "😀", "a公b"}) {
    EXPECT_TRUE(IsUtf8(text)) << text;
  }
}

// The first and the last character of each row of RFC 3629, section 4.
TEST(Utf8Test, AcceptsTheBordersOfEachRange) {
  for (const char* text :
       {"\x01", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xe0\xbf\xbf", "\xe1\x80\x80",
        "\xec\xbf\xbf", "\xed\x80\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf",
        "\xf0\x90\x80\x80", "\xf0\xbf\xbf\xbf", "\xf1\x80\x80\x80", "\xf3\xbf\xbf\xbf",
        "\xf4\x80\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(IsUtf8(text)) << testing::PrintToString(text);
  }
}

TEST(Utf8Test, RefusesWhatIsPastTheBorders) {
  for (const char* text :
       {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xed\xbf\xbf",
        "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff",
        // a byte that continues nothing, at each place
        "\xc2\x7f", "\xc2\xc0", "\xe1\x7f\x80", "\xe1\xc0\x80", "\xe1\x80\x7f", "\xe1\x80\xc0",
        "\xf1\x80\x7f\x80", "\xf1\x80\xc0\x80", "\xf1\x80\x80\x7f", "\xf1\x80\x80\xc0"}) {
    EXPECT_FALSE(IsUtf8(text)) << testing::PrintToString(text);
    EXPECT_FALSE(IsUtf8("公a" + std::string(text))) << testing::PrintToString(text);
  }
}

TEST(Utf8Test, RefusesWhatIsCutOff) {
  for (const char* text : {"\xc2", "\xe5\x85", "\xe5", "\xf0\x9f\x98", "\xf0"}) {
    EXPECT_FALSE(IsUtf8(text)) << testing::PrintToString(text);
    EXPECT_FALSE(IsUtf8("公a" + std::string(text))) << testing::PrintToString(text);
  }
}

}  // namespace
}  // namespace gongkai::base
