#include "workflow/ledger/denials.h"
#include "workflow/base/time.h"

#include <gtest/gtest.h>

namespace gongkai::ledger {
namespace {

constexpr base::Time kStart = base::FromMicros(1'000'000'000);

TEST(DenialsTest, RecordsABurstThenOneAMinute) {
  Denials denials;
  for (int i = 0; i < Denials::kBurst; ++i) EXPECT_EQ(denials.Admit("user/a", kStart), 0U);
  EXPECT_EQ(denials.Admit("user/a", kStart), std::nullopt);
  EXPECT_EQ(denials.Admit("user/a", kStart + Denials::kRefill - std::chrono::microseconds(1)),
            std::nullopt);
  EXPECT_EQ(denials.Admit("user/a", kStart + Denials::kRefill), 2U) << "tells how many it left out";
  EXPECT_EQ(denials.Admit("user/a", kStart + Denials::kRefill), std::nullopt);
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
