#include "services/workflow/deadline/calendar_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace gongkai::workflow {
namespace {

using calendar::Day;
using calendar::DayKind;
using testing::HasSubstr;
using testing::StartsWith;

constexpr char kGood[] = R"(years:
  2027:
    source: https://www.gov.cn/2027
    off: [2026-12-31/2027-01-02, 2027-02-05/2027-02-11, 2027-06-09]
    worked: [2027-01-31, 2027-02-13]
  2028:
    source: https://www.gov.cn/2028
    off: [2028-01-01]
    worked: []
...
)";

Day On(int year, int month, int day) { return Day(std::chrono::year(year) / month / day); }

TEST(CalendarFile, AddsItsYearsToThoseOfTheProgram) {
  const auto calendar = ParseCalendar(kGood);
  ASSERT_TRUE(calendar) << calendar.error().message;
  EXPECT_EQ(calendar->Years(), "2019-2028");
  EXPECT_THAT(calendar->Version(), StartsWith("2019-2028 (sha256:"));
  EXPECT_EQ(calendar->KindOf(On(2025, 10, 1)), DayKind::kDayOff) << "of the program";
  EXPECT_EQ(calendar->KindOf(On(2026, 12, 31)), DayKind::kDayOff);
  EXPECT_EQ(calendar->KindOf(On(2027, 1, 2)), DayKind::kDayOff);
  EXPECT_EQ(calendar->KindOf(On(2027, 1, 3)), DayKind::kWeekend);
  EXPECT_EQ(calendar->KindOf(On(2027, 1, 31)), DayKind::kWorkedWeekend);
  EXPECT_EQ(calendar->KindOf(On(2027, 6, 9)), DayKind::kDayOff);
  EXPECT_EQ(calendar->KindOf(On(2027, 6, 10)), DayKind::kWorkday);
  EXPECT_EQ(calendar->KindOf(On(2029, 1, 1)), DayKind::kUnknown);
}

TEST(CalendarFile, OfOtherBytesHasAnotherVersion) {
  EXPECT_NE(ParseCalendar(kGood)->Version(),
            ParseCalendar("# 通知\n" + std::string(kGood))->Version());
}

// Each is refused with its line and its rule.
TEST(CalendarFile, ThatBreaksARuleIsRefused) {
  const std::string good = kGood;
  const auto with = [&good](const std::string& old, const std::string& put) {
    std::string text = good;
    text.replace(text.find(old), old.size(), put);
    return text;
  };
  struct Case {
    std::string text, line, rule;
  };
  for (const Case& each : {
           Case{"", "line 1", ""},
           Case{"years: {}\n...\n", "line 1", "empty"},
           Case{"{}\n...\n", "line 1", "years is missing"},
           Case{with("...\n", ""), "", "..."},
           Case{with("  2027:", "  2028:"), "", ""},
           Case{with("  2028:", "  2029:"), "line 6", "must be 2028"},
           Case{with("  2027:", "  2026:"), "line 2", "must be 2027"},
           Case{with("  2027:", "  year:"), "", "must be 2027"},
           Case{with("    source: https://www.gov.cn/2027\n", ""), "line 2", "source is missing"},
           Case{with("    worked: []\n", ""), "line 6", "worked is missing"},
           Case{with("off: [2028-01-01]", "off: []"), "line 8", "every year has days off"},
           Case{with("2027-06-09]", "2027-06-09/2027-12-09]"), "line 4", "no year has more than"},
           Case{with("2027-06-09]", "2027-6-9]"), "line 4", "is not a day"},
           Case{with("2027-06-09]", "2027-02-30]"), "line 4", "is not a day"},
           Case{with("2027-06-09]", "2028-06-09]"), "line 4", "neither in the year"},
           Case{with("2026-12-31/", "2026-12-01/"), "line 4", "neither in the year"},
           Case{with("2027-06-09]", "2027-02-11]"), "line 4", "must come after 2027-02-11"},
           Case{with("2027-02-05/2027-02-11", "2027-02-11/2027-02-05"), "line 4",
                "before it begins"},
           Case{with("2027-02-05/2027-02-11", "2027-02-05/"), "line 4", "is not a day"},
           Case{with("2027-01-31,", "2027-02-01,"), "line 5", "no Saturday or Sunday"},
           Case{with("2027-01-31,", "2027-02-06,"), "line 5", "among the days off"},
           Case{with("2027-02-13]", "2027-01-31]"), "line 5", "must come after 2027-01-31"},
           Case{with("worked: [2027-01-31, 2027-02-13]", "worked: 2027-01-31"), "line 5", "list"},
           Case{with("worked: [2027-01-31", "worked: [[2027-01-31]"), "line 5", "must be a day"},
           Case{with("    worked: []", "    worked: []\n    more: 1"), "line 10", "'more'"},
           Case{with("years:", "years:\n  2026: {}\nother:"), "", ""},
       }) {
    const auto calendar = ParseCalendar(each.text);
    ASSERT_FALSE(calendar) << each.text;
    EXPECT_EQ(calendar.error().reason, Reason::kInvalidField);
    EXPECT_THAT(calendar.error().message, HasSubstr(each.line)) << each.text;
    EXPECT_THAT(calendar.error().message, HasSubstr(each.rule)) << each.text;
  }
}

TEST(CalendarFile, MayNotNameADayThatTheYearBeforeNames) {
  struct Case {
    std::string last_off, worked, next_off, day;
  };
  for (const Case& each :
       {Case{"2027-12-31", "2027-02-13", "2027-12-31/2028-01-01", "2027-12-31"},
        Case{"2027-12-25/2027-12-26", "2027-02-13", "2027-12-20/2028-01-03", "2027-12-25"},
        Case{"2027-06-09", "2027-12-25", "2027-12-20/2028-01-03", "2027-12-25"}}) {
    std::string text = kGood;
    const auto replace = [&text](const std::string& old, const std::string& put) {
      text.replace(text.find(old), old.size(), put);
    };
    replace("2027-06-09", each.last_off);
    replace("2027-02-13", each.worked);
    replace("[2028-01-01]", "[" + each.next_off + "]");
    const auto calendar = ParseCalendar(text);
    ASSERT_FALSE(calendar) << text;
    EXPECT_THAT(calendar.error().message, HasSubstr("the year before names " + each.day));
  }
}

}  // namespace
}  // namespace gongkai::workflow
