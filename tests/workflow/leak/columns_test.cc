#include "workflow/leak/columns.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace gongkai::leak {
namespace {

constexpr std::string_view kText =
    "名单\n"
    "姓名,账号\n"
    "张三,1\n"
    "李四,2\n"
    "\n"
    "王五,3\n"
    "a\tb|c\n"
    "d\te|f";

std::string_view HeaderOf(std::string_view of) {
  Columns columns(kText);
  return columns.HeaderOf(kText.find(of));
}

TEST(ColumnsTest, IsTheCellAboveInTheFirstLine) {
  EXPECT_EQ(HeaderOf("张三"), "姓名");
  EXPECT_EQ(HeaderOf("1"), "账号");
  EXPECT_EQ(HeaderOf("2"), "账号");
  EXPECT_EQ(HeaderOf("e|f"), "b|c");
}

TEST(ColumnsTest, IsEmptyOutsideOfATable) {
  EXPECT_EQ(HeaderOf("名单"), "");
  EXPECT_EQ(HeaderOf("账号"), "");
  EXPECT_EQ(HeaderOf("3"), "");
}

TEST(ColumnsTest, IsTheSameInAnyOrder) {
  Columns columns(kText);
  for (const std::string_view of : {"2", "e|f", "1", "2", "3", "李四"}) {
    EXPECT_EQ(columns.HeaderOf(kText.find(of)), HeaderOf(of)) << of;
  }
}

TEST(ColumnsTest, IsFoundInALongTable) {
  std::string text = "序号\t卡号\n";
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i) + "\t6\n";
  Columns all(text);
  for (std::size_t at = 16; (at = text.find("\t6", at)) != std::string::npos; ++at) {
    ASSERT_EQ(all.HeaderOf(at + 1), "卡号");
  }
}

}  // namespace
}  // namespace gongkai::leak
