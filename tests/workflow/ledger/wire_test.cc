#include "workflow/ledger/wire.h"

#include <gmock/gmock.h>

#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace gongkai::ledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

std::string WithNumber(std::uint32_t field, std::uint64_t value) {
  std::string bytes;
  WireWriter(bytes).Number(field, value);
  return bytes;
}

std::string WithBytes(std::uint32_t field, std::string_view value) {
  std::string bytes;
  WireWriter(bytes).Bytes(field, value);
  return bytes;
}

std::string Repeated(std::size_t count, char byte) { return std::string(count, byte); }

TEST(WireTest, ANumberTakesAByteForEachSevenBits) {
  EXPECT_EQ(WithNumber(1, 0), "") << "is left out";
  EXPECT_EQ(WithNumber(1, 1), "\x08\x01");
  EXPECT_EQ(WithNumber(1, 0x7f), "\x08\x7f");
  EXPECT_EQ(WithNumber(1, 0x80), "\x08\x80\x01");
  EXPECT_EQ(WithNumber(1, 0x81), "\x08\x81\x01");
  EXPECT_EQ(WithNumber(1, 0x3fff), "\x08\xff\x7f");
  EXPECT_EQ(WithNumber(1, 0x4000), "\x08\x80\x80\x01");
  EXPECT_EQ(WithNumber(1, kMost), "\x08" + Repeated(9, '\xff') + "\x01");
}

TEST(WireTest, BytesComeAfterTheirLength) {
  EXPECT_EQ(WithBytes(1, ""), "") << "are left out";
  EXPECT_EQ(WithBytes(1, "ab"),
            "\x0a\x02"
            "ab");
  EXPECT_EQ(WithBytes(1, Repeated(128, 'x')), "\x0a\x80\x01" + Repeated(128, 'x'));
}

TEST(WireTest, AFieldFrom16OnHasATagOfTwoBytes) {
  EXPECT_EQ(WithNumber(15, 1), "\x78\x01");
  EXPECT_EQ(WithNumber(16, 1), "\x80\x01\x01");
  EXPECT_EQ(WithNumber(2047, 1), "\xf8\x7f\x01");
}

TEST(WireTest, WhatWasWrittenIsRead) {
  for (const std::uint64_t value : {std::uint64_t{1}, std::uint64_t{0x7f}, std::uint64_t{0x80},
                                    std::uint64_t{0x4000}, kMost / 2 + 1, kMost}) {
    for (const std::uint32_t number : {1U, 15U, 16U, 2047U}) {
      const std::string bytes = WithNumber(number, value) + "rest";
      std::string_view rest = bytes;
      const std::optional<WireField> field = TakeField(rest);
      ASSERT_TRUE(field);
      EXPECT_EQ(field->number, number);
      EXPECT_FALSE(field->IsBytes());
      EXPECT_EQ(field->value, value);
      EXPECT_EQ(rest, "rest");
    }
  }
  const std::string bytes = WithBytes(3, "value") + "rest";
  std::string_view rest = bytes;
  const std::optional<WireField> field = TakeField(rest);
  ASSERT_TRUE(field);
  EXPECT_EQ(field->number, 3U);
  EXPECT_TRUE(field->IsBytes());
  EXPECT_EQ(field->bytes, "value");
  EXPECT_EQ(rest, "rest");
}

std::optional<WireField> Take(std::string_view bytes) { return TakeField(bytes); }

TEST(WireTest, WhatIsCutOffIsRefused) {
  EXPECT_FALSE(Take(""));
  EXPECT_FALSE(Take("\x08")) << "no number";
  EXPECT_FALSE(Take("\x80")) << "half a tag";
  EXPECT_FALSE(Take("\x08\x80")) << "half a number";
  EXPECT_FALSE(Take("\x0a\x02x")) << "one byte of two";
  EXPECT_TRUE(Take("\x0a\x01x"));
}

TEST(WireTest, ANumberHasTenBytesAtMost) {
  EXPECT_TRUE(Take("\x08" + Repeated(9, '\x80') + "\x01"));
  EXPECT_FALSE(Take("\x08" + Repeated(10, '\x80') + "\x01"));
}

TEST(WireTest, FieldNumbersEndAt2047) {
  EXPECT_TRUE(Take(WithNumber(2047, 1)));
  EXPECT_FALSE(Take(WithNumber(2048, 1)));
}

TEST(WireTest, OtherWireTypesAreRefused) {
  for (const unsigned type : {1U, 3U, 4U, 5U, 6U, 7U}) {
    const auto tag = static_cast<char>(0x08 | type);
    EXPECT_FALSE(Take(tag + Repeated(8, '\x01'))) << type;
  }
}

TEST(WireTest, FieldsAreReadInOrderUntilOneIsRefused) {
  const std::string bytes = WithNumber(1, 5) + WithBytes(2, "b") + WithNumber(3, 7);
  const auto read = [](std::string_view all, std::uint32_t refused) {
    std::vector<std::uint32_t> numbers;
    const bool whole = ForEachField(all, [&](const WireField& field) {
      numbers.push_back(field.number);
      return field.number != refused;
    });
    return std::pair(whole, numbers);
  };
  EXPECT_THAT(read(bytes, 0), testing::Pair(true, ElementsAre(1, 2, 3)));
  EXPECT_THAT(read(bytes, 2), testing::Pair(false, ElementsAre(1, 2)));
  EXPECT_THAT(read(bytes + "\x08", 0), testing::Pair(false, ElementsAre(1, 2, 3)));
  EXPECT_THAT(read("", 0), testing::Pair(true, IsEmpty()));
}

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
}  // namespace gongkai::ledger
