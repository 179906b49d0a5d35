#include "workflow/base/entry_index.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace gongkai::base {
namespace {

TEST(EntryIndex, GoesThroughItsName) {
  for (const std::uint64_t number :
       {std::uint64_t{0}, std::uint64_t{42}, (std::uint64_t{1} << 62) - 1}) {
    const EntryIndex index{number};
    EXPECT_EQ(EntryName(index), "entries/" + std::to_string(number));
    EXPECT_EQ(ParseEntryName(EntryName(index)), index);
  }
}

TEST(EntryIndex, HasOneSpellingOnly) {
  for (const char* name :
       {"", "entries", "entries/", "42", "entry/42", "entries/042", "entries/+42", "entries/-1",
        "entries/ 42", "entries/42 ", "entries/42/", "entries/4x", "entries/4611686018427387904",
        "entries/18446744073709551616"}) {
    EXPECT_EQ(ParseEntryName(name), std::nullopt) << name;
  }
}

TEST(EntryIndex, IsFollowedByTheNext) {
  EXPECT_EQ(Next(EntryIndex{41}), EntryIndex{42});
  EXPECT_LT(EntryIndex{41}, EntryIndex{42});
  EXPECT_EQ(ToNumber(EntryIndex{42}), 42U);
}

}  // namespace
}  // namespace gongkai::base
