#include "services/cli/view/time.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <time.h>

namespace gongkai::cli {
namespace {

using namespace std::chrono_literals;

class LocalTimeTest : public testing::Test {
 protected:
  void SetUp() override {
    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
  }
  void TearDown() override {
    unsetenv("TZ");
    tzset();
  }
};

TEST(Duration, NamesTheTwoLargestUnits) {
  EXPECT_EQ(Duration(0ms), "0.0 s");
  EXPECT_EQ(Duration(340ms), "0.3 s");
  EXPECT_EQ(Duration(10s), "10 s");
  EXPECT_EQ(Duration(59'999ms), "59 s");
  EXPECT_EQ(Duration(200s), "3 min 20 s");
  EXPECT_EQ(Duration(2h), "2 h");
  EXPECT_EQ(Duration(2h + 5s), "2 h");
  EXPECT_EQ(Duration(2h + 5min), "2 h 5 min");
  EXPECT_EQ(Duration(76h), "3 d 4 h");
  EXPECT_EQ(Duration(-5s), "0.0 s");  // clocks that differ
}

TEST_F(LocalTimeTest, IsShownAndRead) {
  const auto time = ParseTime("2026-03-01T09:00:00+08:00");
  ASSERT_TRUE(time);
  EXPECT_EQ(LocalTime(*time), "2026-03-01 09:00:00");
  EXPECT_EQ(ParseTime("2026-03-01 09:00")->seconds(), time->seconds());
  EXPECT_EQ(ParseTime("2026-03-01 09:00:00")->seconds(), time->seconds());
  EXPECT_EQ(LocalTime(*ParseTime("2026-03-01")), "2026-03-01 00:00:00");
  EXPECT_EQ(LocalTime({}), "");
}

TEST_F(LocalTimeTest, IsNoTimeUnlessAllOfItIs) {
  for (const char* text : {"", "tomorrow", "2026-13-01", "2026-02-31", "2026-03-01 09", "9:00",
                           "2026-03-01 09:00 x", "2026-03-01T09:00:00"}) {
    EXPECT_FALSE(ParseTime(text)) << text;
  }
}

TEST(Day, IsShownAndRead) {
  const auto day = ParseDay("2024-02-29");
  ASSERT_TRUE(day);
  EXPECT_EQ(*day, std::chrono::local_days(std::chrono::year(2024) / 2 / 29));
  EXPECT_EQ(DayText(*day), "2024-02-29");
}

TEST(Day, IsNoDayUnlessAllOfItIs) {
  for (const char* text : {"", "today", "2026-02-29", "2026-13-01", "2026-1-1", "26-01-01",
                           "2026-01-01 ", " 2026-01-01", "2026-01-01 09:00", "2026/01/01"}) {
    EXPECT_FALSE(ParseDay(text)) << text;
  }
}

TEST(Time, BetweenTwoTimesIsExactToTheMillisecond) {
  const auto from = ParseTime("2026-03-01T09:00:00.250Z");
  const auto to = ParseTime("2026-03-01T09:00:01Z");
  EXPECT_EQ(Between(*from, *to), 750ms);
}

}  // namespace
}  // namespace gongkai::cli
