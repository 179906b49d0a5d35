#include "services/lib/request/time.h"

#include <gtest/gtest.h>

#include <chrono>

namespace gongkai::request {
namespace {

constexpr base::Time kMoment = base::FromMicros(1'772'352'000'250'000);  // 2026-03-01T08:00:00.25Z

TEST(Time, SurvivesTheWayThroughATimestamp) {
  for (const base::Time time : {kMoment, base::Time{}, base::FromMicros(-1)}) {
    EXPECT_TRUE(IsValid(ToTimestamp(time)));
    EXPECT_EQ(ToTime(ToTimestamp(time)), time);
  }
}

TEST(Time, IsReadFromRfc3339WithAnyOffset) {
  EXPECT_EQ(ParseTime("2026-03-01T08:00:00.25Z"), kMoment);
  EXPECT_EQ(ParseTime("2026-03-01T16:00:00.25+08:00"), kMoment);
  EXPECT_EQ(ParseTime("2026-03-01T02:30:00.25-05:30"), kMoment);
  EXPECT_EQ(ParseTime("2026-03-01t08:00:00.250000z"), kMoment);
  EXPECT_EQ(ParseTime("1969-12-31T23:59:59.999999Z"), base::FromMicros(-1));
  EXPECT_EQ(ParseTime("2024-02-29T00:00:00Z"), base::FromMicros(1709164800'000000));
  EXPECT_EQ(ParseTime("0001-01-01T00:00:00Z"), base::FromMicros(-62135596800'000000));
  EXPECT_EQ(ParseTime("9999-12-31T23:59:59.999999Z"), base::FromMicros(253402300799'999999));
}

TEST(Time, IsNotReadFromAnythingElse) {
  for (const char* text : {"",
                           "now",
                           "2026-03-01",
                           "2026-03-01T08:00:00",
                           "2026-02-30T08:00:00Z",
                           "2026-03-01T25:00:00Z",
                           "2026-03-01T08:00:00Zulu",
                           " 2026-03-01T08:00:00Z",
                           "2026-3-1T8:0:0Z",
                           "2026-03-01 08:00:00Z",
                           "+2026-03-01T08:00:00Z",
                           "2026-03-01T08:00:00+8",
                           "9999-12-31T23:59:59-00:01",
                           "0001-01-01T00:00:00+23:59",
                           "2026",
                           "2026-02-29T00:00:00Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-03-00T00:00:00Z",
                           "2026-03-01T24:00:00Z",
                           "2026-03-01T00:60:00Z",
                           "2026-03-01T23:59:60Z",
                           "2026-03-01T00:00:00+24:00",
                           "2026-03-01T00:00:00+0800",
                           "2026-03-01T00:00:00+08:60",
                           "2026-03-01T00:00:00.Z",
                           "2026-03-01T00:00:00.1234567Z",
                           "2026-03-01T00:00:00ZZ",
                           "+026-03-01T00:00:00Z",
                           "2026-03-01T00:00:00+8:5",
                           "2026-03-01T00:00:00.0000000001Z",
                           "2026-03-01T00:00:00.250000000Z"}) {
    EXPECT_EQ(ParseTime(text), std::nullopt) << text;
  }
}

TEST(Time, IsValidOnlyInTheYears1To9999WithPositiveNanoseconds) {
  google::protobuf::Timestamp time;
  const auto valid = [&](std::int64_t seconds, std::int32_t nanos) {
    time.set_seconds(seconds);
    time.set_nanos(nanos);
    return IsValid(time);
  };
  EXPECT_TRUE(valid(-62'135'596'800, 0));
  EXPECT_FALSE(valid(-62'135'596'801, 0));
  EXPECT_TRUE(valid(253'402'300'799, 999'999'999));
  EXPECT_FALSE(valid(253'402'300'800, 0));
  EXPECT_FALSE(valid(0, -1));
  EXPECT_FALSE(valid(0, 1'000'000'000));
}

TEST(Time, NowIsTheSystemClocks) {
  const auto before = std::chrono::system_clock::now();
  const base::Time now = Now();
  EXPECT_LE(std::chrono::floor<std::chrono::microseconds>(before), now);
  EXPECT_LE(now, std::chrono::system_clock::now());
}

}  // namespace
}  // namespace gongkai::request
