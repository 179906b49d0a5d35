#include "services/intake/leak/carry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/lib/catalog/limits.h"
#include "tests/services/intake/leak/lists.h"

namespace gongkai::intake {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Sample> Contexts(const std::vector<std::string>& contexts) {
  std::vector<Sample> samples;
  for (const std::string& context : contexts) samples.push_back({.context = context});
  return samples;
}

// "first+count<first_before" of each row.
std::vector<std::string> Carried(const std::vector<std::string>& before,
                                 const std::vector<std::string>& now) {
  std::vector<std::string> rows;
  for (const auto& row : Carry(ListOf(Contexts(before)), ListOf(Contexts(now)))) {
    rows.push_back(std::to_string(row.first_finding()) + '+' + std::to_string(row.finding_count()) +
                   '<' + std::to_string(row.first_before()));
  }
  return rows;
}

TEST(CarryTest, FindsWhatBothListsHave) {
  EXPECT_THAT(Carried({"a", "b", "c"}, {"a", "b", "c"}), ElementsAre("1+3<1"));
  EXPECT_THAT(Carried({"a", "b", "c"}, {"x", "a", "b", "y", "c"}), ElementsAre("2+2<1", "5+1<3"));
  EXPECT_THAT(Carried({"a", "b"}, {"c", "d"}), IsEmpty());
  EXPECT_THAT(Carried({}, {"a"}), IsEmpty());
  EXPECT_THAT(Carried({"a", "b"}, {"b", "a"}), ElementsAre("1+1<2", "2+1<1")) << "in any order";
}

TEST(CarryTest, OneFindingStandsForOne) {
  EXPECT_THAT(Carried({"a"}, {"a", "a"}), ElementsAre("1+1<1")) << "the copy is new";
  EXPECT_THAT(Carried({"a", "a"}, {"a"}), ElementsAre("1+1<1"));
}

TEST(CarryTest, ComparesWithinOnePart) {
  FindingListBuilder other(1000);
  other.Add("attachments/a.csv", CheckOf({{.context = "a"}}));
  EXPECT_THAT(Carry(ListOf({{.context = "a"}}), other.Take(1)), IsEmpty());
}

TEST(CarryTest, WhatNeedNoVerdictIsNotCarried) {
  const FindingList list = ListOf({{.context = "a", .severity = v1::INFO}});
  EXPECT_THAT(Carry(list, list), IsEmpty());
}

TEST(CarryTest, HasNoMoreRowsThanTheLedgerTakes) {
  std::vector<std::string> before;
  std::vector<std::string> now;
  for (int i = 0; i < 1000; ++i) {
    before.push_back(std::to_string(i));
    now.push_back(std::to_string(i));
    now.push_back("new " + std::to_string(i));
  }
  FindingListBuilder builder(10'000);
  builder.Add("body", CheckOf(Contexts(now)));
  const auto rows = Carry(ListOf(Contexts(before)), builder.Take(1));
  EXPECT_EQ(static_cast<int>(rows.size()), limits::kCarriedFindings);
}

}  // namespace
}  // namespace gongkai::intake
