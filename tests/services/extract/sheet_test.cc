#include "services/extract/sheet.h"

#include <gtest/gtest.h>

namespace gongkai::extract {
namespace {

TEST(WithoutExponentTest, WritesLongNumbersOut) {
  EXPECT_EQ(WithoutExponent("4.40524188001010E+17"), "440524188001010000");
  EXPECT_EQ(WithoutExponent("1.3800138e10"), "13800138000");
  EXPECT_EQ(WithoutExponent("6.217000000000000004E+18"), "6217000000000000004");
  EXPECT_EQ(WithoutExponent("-1E+6"), "-1000000");
}

TEST(WithoutExponentTest, LeavesOtherTexts) {
  for (const char* text : {"", "13800138000", "1.5", "1E+5", "1E-7", "1E+31", "E+10", "1.2.3E+9",
                           "1.23456789E+7", "aE+9", "1E+", "1E+99999999999999999999"}) {
    EXPECT_EQ(WithoutExponent(text), text);
  }
}

}  // namespace
}  // namespace gongkai::extract
