#include "workflow/ledger/denials.h"

#include <gtest/gtest.h>

namespace gongkai::ledger {
namespace {

constexpr std::int64_t kStart = 1'000'000'000;

TEST(DenialsTest, RecordsABurstThenOneAMinute) {
  Denials denials;
  for (int i = 0; i < Denials::kBurst; ++i) EXPECT_EQ(denials.Admit("user/a", kStart), 0U);
  EXPECT_EQ(denials.Admit("user/a", kStart), std::nullopt);
  EXPECT_EQ(denials.Admit("user/a", kStart + Denials::kRefillUs - 1), std::nullopt);
  EXPECT_EQ(denials.Admit("user/a", kStart + Denials::kRefillUs), 2U)
      << "tells how many it left out";
  EXPECT_EQ(denials.Admit("user/a", kStart + Denials::kRefillUs), std::nullopt);
}

TEST(DenialsTest, OneActorDoesNotUseUpAnothers) {
  Denials denials;
  for (int i = 0; i <= Denials::kBurst; ++i) (void)denials.Admit("user/a", kStart);
  EXPECT_EQ(denials.Admit("user/b", kStart), 0U);
}

TEST(DenialsTest, NeverHoldsMoreThanABurst) {
  Denials denials;
  (void)denials.Admit("user/a", kStart);
  const std::int64_t later = kStart + 1000 * Denials::kRefillUs;
  for (int i = 0; i < Denials::kBurst; ++i) EXPECT_TRUE(denials.Admit("user/a", later));
  EXPECT_FALSE(denials.Admit("user/a", later));
}

TEST(DenialsTest, AClockThatStepsBackRefillsNothing) {
  Denials denials;
  for (int i = 0; i < Denials::kBurst; ++i) (void)denials.Admit("user/a", kStart);
  EXPECT_FALSE(denials.Admit("user/a", kStart - 100 * Denials::kRefillUs));
  EXPECT_TRUE(denials.Admit("user/a", kStart + Denials::kRefillUs));
}

}  // namespace
}  // namespace gongkai::ledger
