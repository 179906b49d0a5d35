#include "services/lib/listing/filter_bounds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace gongkai::listing {
namespace {

using testing::ElementsAre;

constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

const FilterSchema& Schema() {
  static const FilterSchema schema({TextField("actor", "actor"), IntegerField("position", "idx"),
                                    EnumField("action", "action", {{"EDIT", 1}, {"SUBMIT", 2}})});
  return schema;
}

Filter Parse(std::string_view text) {
  const Result<Filter> filter = ParseFilter(text, Schema());
  EXPECT_TRUE(filter) << text;
  return filter ? *filter : Filter{};
}

TEST(FilterBounds, RangesAreThoseThatEveryMatchIsIn) {
  struct Case {
    const char* filter;
    FilterRange range;
  };
  for (const auto& [filter, range] : {
           Case{"", {kMin, kMax}},
           Case{"actor = a", {kMin, kMax}},
           Case{"position = 7", {7, 7}},
           Case{"position != 7", {kMin, kMax}},
           Case{"position > 7", {8, kMax}},
           Case{"position < 7", {kMin, 6}},
           Case{"position >= 7 AND position <= 9 AND actor = a", {7, 9}},
           Case{"NOT position < 7", {7, kMax}},
           Case{"NOT (position < 7 OR position > 9)", {7, 9}},
           Case{"position = 3 OR position = 9", {3, 9}},
           Case{"position = 3 OR actor = a", {kMin, kMax}},
           Case{"-(position = 3 AND position > 9)", {kMin, kMax}},
           Case{"position:*", {kMin, kMax}},
           Case{"(position < 3 AND position > 9) OR position = 5", {5, 5}},
       }) {
    EXPECT_EQ(RangeOf(Parse(filter), "idx"), range) << filter;
  }
  for (const char* none : {"position < -9223372036854775808", "position > 9223372036854775807",
                           "position = 1 AND position = 2"}) {
    EXPECT_TRUE(RangeOf(Parse(none), "idx").empty()) << none;
  }
}

TEST(FilterBounds, TextsAreThoseThatTheFilterNames) {
  const auto texts = [](const char* filter) { return TextsOf(Parse(filter), "actor"); };
  EXPECT_THAT(*texts("actor = a"), ElementsAre("a"));
  EXPECT_THAT(*texts("position > 1 AND (actor = b OR actor = a)"), ElementsAre("a", "b"));
  EXPECT_THAT(*texts("actor = c AND (actor = a OR actor = b)"), ElementsAre("c"));
  EXPECT_THAT(*texts("-(actor != a)"), ElementsAre("a"));
  for (const char* open :
       {"", "actor != a", "NOT actor = a", "actor = a OR position = 1", "actor:*"}) {
    EXPECT_FALSE(texts(open)) << open;
  }
}

TEST(FilterBounds, WhatIsNotKnownMayBeAnything) {
  const auto can_match = [](const char* filter, std::int64_t action) {
    return CanMatch(Parse(filter), [action](std::string_view field) -> std::optional<FilterValue> {
      if (field == "action") return action;
      return std::nullopt;
    });
  };
  EXPECT_TRUE(can_match("action = EDIT AND actor = a", 1));
  EXPECT_FALSE(can_match("action = EDIT AND actor = a", 2));
  EXPECT_TRUE(can_match("action = EDIT OR actor = a", 2));
  EXPECT_FALSE(can_match("NOT (action = SUBMIT OR actor = a)", 2));
  EXPECT_TRUE(can_match("NOT (action = SUBMIT AND actor = a)", 2));
}

}  // namespace
}  // namespace gongkai::listing
