#include "workflow/leak/mask.h"

#include <gtest/gtest.h>

namespace gongkai::leak {
namespace {

TEST(MaskTest, ShowsTheFirstAndTheLastCharacters) {
  EXPECT_EQ(Mask("abcdef", 2, 3), "ab*def");
  EXPECT_EQ(Mask("abcde", 2, 3), "*****");
  EXPECT_EQ(Mask("", 2, 3), "");
}

// The examples of the guidance: 35*************123, 138****1234.
TEST(MaskTest, KeepsThePolicyOfTheCounty) {
  EXPECT_EQ(MaskIdCard("350105194912310123"), "35*************123");
  EXPECT_EQ(MaskMobile("13800001234"), "138****1234");
  EXPECT_EQ(MaskAccount("6217000000000000004"), "***************0004");
  EXPECT_EQ(MaskAccount("12345678"), "********");
  EXPECT_EQ(MaskEmail("zhang", "163.com"), "z***@163.com");
  EXPECT_EQ(MaskEmail("li", "163.com"), "***@163.com");
  EXPECT_EQ(MaskName("张"), "张某");
  EXPECT_EQ(MaskName("欧阳"), "欧阳某");
}

}  // namespace
}  // namespace gongkai::leak
