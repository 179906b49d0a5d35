#include "workflow/ledger/denials.h"

#include <gtest/gtest.h>

#include "workflow/base/time.h"

namespace gongkai::ledger {
namespace {

constexpr base::Time kStart = base::FromMicros(1'000'000'000);

TEST(DenialsTest, RecordsTwentyThenOneAMinute) {
  constexpr std::chrono::minutes kMinute{1};
  Denials denials;
  for (int i = 0; i < 20; ++i) EXPECT_EQ(denials.Admit("user/a", kStart), 0U);
  EXPECT_EQ(denials.Admit("user/a", kStart), std::nullopt);
  EXPECT_EQ(denials.Admit("user/a", kStart + kMinute - std::chrono::microseconds(1)), std::nullopt);
  EXPECT_EQ(denials.Admit("user/a", kStart + kMinute), 2U) << "tells how many it left out";
  EXPECT_EQ(denials.Admit("user/a", kStart + kMinute), std::nullopt);
  EXPECT_EQ(denials.Admit("user/a", kStart + 3 * kMinute), 1U);
  EXPECT_EQ(denials.Admit("user/a", kStart + 3 * kMinute), 0U) << "two minutes, two of them";
  EXPECT_EQ(denials.Admit("user/a", kStart + 3 * kMinute), std::nullopt);
}

TEST(DenialsTest, OneActorDoesNotUseUpAnothers) {
  Denials denials;
  for (int i = 0; i <= Denials::kBurst; ++i) (void)denials.Admit("user/a", kStart);
  EXPECT_EQ(denials.Admit("user/b", kStart), 0U);
}

TEST(DenialsTest, NeverHoldsMoreThanABurst) {
  Denials denials;
  (void)denials.Admit("user/a", kStart);
  const base::Time later = kStart + 1000 * Denials::kRefill;
  for (int i = 0; i < Denials::kBurst; ++i) EXPECT_TRUE(denials.Admit("user/a", later));
  EXPECT_FALSE(denials.Admit("user/a", later));
}

TEST(DenialsTest, AClockThatStepsBackRefillsNothing) {
  Denials denials;
  for (int i = 0; i < Denials::kBurst; ++i) (void)denials.Admit("user/a", kStart);
  EXPECT_FALSE(denials.Admit("user/a", kStart - 100 * Denials::kRefill));
  EXPECT_TRUE(denials.Admit("user/a", kStart + Denials::kRefill));
}

}  // namespace
}  // namespace gongkai::ledger
