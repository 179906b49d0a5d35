#include "workflow/leak/resolve.h"

#include <gtest/gtest.h>

#include <vector>

namespace gongkai::leak {
namespace {

std::vector<RuleId> Resolved(Candidates candidates) {
  Resolve(candidates);
  std::vector<RuleId> rules;
  for (const Candidate& candidate : candidates) rules.push_back(candidate.rule);
  return rules;
}

TEST(ResolveTest, LeavesTheMostSevereOfThoseThatShareAByte) {
  EXPECT_EQ(Resolved({{RuleId::kEmail, {0, 30}, ""}, {RuleId::kMobile, {10, 21}, ""}}),
            (std::vector{RuleId::kMobile}));
}

TEST(ResolveTest, LeavesTheLongestOfEquallySevereOnes) {
  EXPECT_EQ(Resolved({{RuleId::kMobile, {8, 19}, ""}, {RuleId::kBankCard, {0, 19}, ""}}),
            (std::vector{RuleId::kBankCard}));
}

TEST(ResolveTest, LeavesTheFirstRuleOfEquallyLongOnes) {
  EXPECT_EQ(Resolved({{RuleId::kBankCard, {0, 18}, ""}, {RuleId::kIdCard, {0, 18}, ""}}),
            (std::vector{RuleId::kIdCard}));
}

TEST(ResolveTest, KeepsNeighboursInTheOrderOfTheirPlaces) {
  EXPECT_EQ(Resolved({{RuleId::kEmail, {21, 30}, ""},
                      {RuleId::kMobile, {10, 21}, ""},
                      {RuleId::kPersonName, {0, 6}, ""},
                      {RuleId::kPersonName, {0, 6}, ""}}),
            (std::vector{RuleId::kPersonName, RuleId::kMobile, RuleId::kEmail}));
}

}  // namespace
}  // namespace gongkai::leak
