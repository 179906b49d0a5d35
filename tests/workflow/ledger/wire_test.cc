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

}  // namespace
}  // namespace gongkai::ledger
