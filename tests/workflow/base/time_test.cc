#include "workflow/base/time.h"

#include <gtest/gtest.h>

#include <chrono>

namespace gongkai::base {
namespace {

using std::chrono::microseconds;
using std::chrono::sys_days;

constexpr Time kMarch = sys_days(std::chrono::March / 1 / 2026) + std::chrono::hours(8);

TEST(Time, IsWrittenAsRfc3339RoundedDownToTheSecond) {
  EXPECT_EQ(Rfc3339(kMarch), "2026-03-01T08:00:00Z");
  EXPECT_EQ(Rfc3339(kMarch + microseconds(999'999)), "2026-03-01T08:00:00Z");
  EXPECT_EQ(Rfc3339(kMarch - microseconds(1)), "2026-03-01T07:59:59Z");
  EXPECT_EQ(Rfc3339(Time{} - microseconds(1)), "1969-12-31T23:59:59Z");
}

TEST(Time, IsWrittenInEveryYearThatRfc3339Has) {
  EXPECT_EQ(Rfc3339(sys_days(std::chrono::January / 1 / 1)), "0001-01-01T00:00:00Z");
  EXPECT_EQ(Rfc3339(sys_days(std::chrono::April / 12 / 2262)), "2262-04-12T00:00:00Z");
  EXPECT_EQ(Rfc3339(sys_days(std::chrono::December / 31 / 9999)), "9999-12-31T00:00:00Z");
}

TEST(Time, IsTheNumberOfItsMicroseconds) {
  EXPECT_EQ(ToMicros(kMarch), 1'772'352'000'000'000);
  EXPECT_EQ(FromMicros(ToMicros(kMarch)), kMarch);
  EXPECT_EQ(FromMicros(-1), Time{} - microseconds(1));
}

TEST(Time, IsOnADayInChinaWhateverTheMachinesTimeZone) {
  const auto on = [](const std::chrono::year_month_day& day) {
    return std::chrono::local_days(day);
  };
  const Time midnight = sys_days(std::chrono::December / 31 / 2026) + std::chrono::hours(16);
  EXPECT_EQ(DayInChina(midnight - microseconds(1)), on(std::chrono::December / 31 / 2026));
  EXPECT_EQ(DayInChina(midnight), on(std::chrono::January / 1 / 2027));
  EXPECT_EQ(DayInChina(kMarch), on(std::chrono::March / 1 / 2026));
  EXPECT_EQ(DayInChina(Time{} - std::chrono::hours(8)), on(std::chrono::January / 1 / 1970));
  EXPECT_EQ(DayInChina(Time{} - std::chrono::hours(8) - microseconds(1)),
            on(std::chrono::December / 31 / 1969));
}

}  // namespace
}  // namespace gongkai::base
