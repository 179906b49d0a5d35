#include "workflow/calendar/calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "workflow/calendar/announced.h"

namespace gongkai::calendar {
namespace {

using testing::ElementsAre;

Day On(int year, int month, int day) { return Day(std::chrono::year(year) / month / day); }

class CalendarTest : public testing::Test {
 protected:
  // Returns the last day of the count, or nothing if the way there is not known.
  std::optional<Day> Due(Day start, int number) const {
    const CountedDay last = calendar_.Count(start, number).back();
    return last.kind == DayKind::kUnknown ? std::nullopt : std::optional(last.day);
  }

  // Returns how many days are worked from `first` until before `end`.
  int Worked(Day first, Day end) const {
    int worked = 0;
    for (Day day = first; day < end; day += std::chrono::days(1)) {
      worked += IsWorked(calendar_.KindOf(day)) ? 1 : 0;
    }
    return worked;
  }

  const Calendar calendar_{Announced()};
};

TEST_F(CalendarTest, KnowsWhatKindEachDayIs) {
  EXPECT_EQ(calendar_.KindOf(On(2025, 9, 26)), DayKind::kWorkday);
  EXPECT_EQ(calendar_.KindOf(On(2025, 9, 27)), DayKind::kWeekend);
  EXPECT_EQ(calendar_.KindOf(On(2025, 9, 28)), DayKind::kWorkedWeekend);
  EXPECT_EQ(calendar_.KindOf(On(2025, 10, 1)), DayKind::kDayOff);
  EXPECT_EQ(calendar_.KindOf(On(2025, 10, 4)), DayKind::kDayOff) << "a Saturday among days off";
  EXPECT_EQ(calendar_.KindOf(On(2022, 12, 31)), DayKind::kDayOff) << "by the notice for 2023";
}

TEST_F(CalendarTest, DoesNotKnowAYearThatIsNotAnnounced) {
  EXPECT_EQ(calendar_.KindOf(On(2018, 12, 29)), DayKind::kUnknown) << "2018 is missing";
  EXPECT_EQ(calendar_.KindOf(On(2019, 1, 1)), DayKind::kDayOff);
  EXPECT_EQ(calendar_.KindOf(On(2026, 12, 31)), DayKind::kWorkday);
  EXPECT_EQ(calendar_.KindOf(On(2027, 1, 1)), DayKind::kUnknown);
  EXPECT_EQ(calendar_.KindOf(On(2027, 1, 2)), DayKind::kUnknown) << "a Saturday, perhaps worked";
  EXPECT_EQ(calendar_.Years(), "2019-2026");
}

TEST_F(CalendarTest, HasAsManyWorkingDaysAsWereAnnounced) {
  const std::array<int, 8> years = {250, 249, 250, 249, 249, 251, 248, 248};
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(Worked(On(2019 + i, 1, 1), On(2020 + i, 1, 1)), years.at(static_cast<std::size_t>(i)))
        << 2019 + i;
  }
  const std::array<std::array<int, 12>, 2> months = {
      {{19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23},
       {21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23}}};
  for (int year = 2025; year <= 2026; ++year) {
    for (int month = 1; month <= 12; ++month) {
      const Day end = month == 12 ? On(year + 1, 1, 1) : On(year, month + 1, 1);
      EXPECT_EQ(
          Worked(On(year, month, 1), end),
          months.at(static_cast<std::size_t>(year - 2025)).at(static_cast<std::size_t>(month - 1)))
          << year << "-" << month;
    }
  }
}

TEST_F(CalendarTest, CountsFromTheDayAfter) {
  struct Row {
    Day start;
    std::array<Day, 6> due;  // after 1, 3, 7, 15, 20 and 40 working days
  };
  const std::vector<Row> rows = {
      {On(2025, 1, 20),
       {On(2025, 1, 21), On(2025, 1, 23), On(2025, 2, 5), On(2025, 2, 14), On(2025, 2, 21),
        On(2025, 3, 21)}},
      {On(2025, 1, 26),  // a Sunday that is worked
       {On(2025, 1, 27), On(2025, 2, 6), On(2025, 2, 11), On(2025, 2, 21), On(2025, 2, 28),
        On(2025, 3, 28)}},
      {On(2025, 4, 25),
       {On(2025, 4, 27), On(2025, 4, 29), On(2025, 5, 8), On(2025, 5, 20), On(2025, 5, 27),
        On(2025, 6, 25)}},
      {On(2025, 9, 26),
       {On(2025, 9, 28), On(2025, 9, 30), On(2025, 10, 13), On(2025, 10, 23), On(2025, 10, 30),
        On(2025, 11, 27)}},
  };
  const std::array<int, 6> numbers = {1, 3, 7, 15, 20, 40};
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      EXPECT_EQ(Due(row.start, numbers.at(i)), row.due.at(i)) << numbers.at(i);
    }
  }
}

TEST_F(CalendarTest, ShowsEveryDayOnTheWay) {
  EXPECT_THAT(
      calendar_.Count(On(2026, 9, 23), 3),
      ElementsAre(CountedDay{.day = On(2026, 9, 24), .kind = DayKind::kWorkday, .number = 1},
                  CountedDay{.day = On(2026, 9, 25), .kind = DayKind::kDayOff},
                  CountedDay{.day = On(2026, 9, 26), .kind = DayKind::kDayOff},
                  CountedDay{.day = On(2026, 9, 27), .kind = DayKind::kDayOff},
                  CountedDay{.day = On(2026, 9, 28), .kind = DayKind::kWorkday, .number = 2},
                  CountedDay{.day = On(2026, 9, 29), .kind = DayKind::kWorkday, .number = 3}));
}

TEST_F(CalendarTest, EndsWhereItKnowsNoMore) {
  EXPECT_EQ(Due(On(2026, 12, 30), 1), On(2026, 12, 31));
  EXPECT_EQ(Due(On(2026, 12, 30), 2), std::nullopt);
  EXPECT_THAT(
      calendar_.Count(On(2026, 12, 30), 20),
      ElementsAre(CountedDay{.day = On(2026, 12, 31), .kind = DayKind::kWorkday, .number = 1},
                  CountedDay{.day = On(2027, 1, 1), .kind = DayKind::kUnknown}));
}

// A deadline of a working day is never earlier than that of the day before it.
TEST_F(CalendarTest, NeverTurnsBack) {
  for (Day day = On(2019, 1, 1); day < On(2026, 11, 1); day += std::chrono::days(1)) {
    ASSERT_LE(Due(day, 20), Due(day + std::chrono::days(1), 20));
    ASSERT_LT(Due(day, 19), Due(day, 20));
  }
}

}  // namespace
}  // namespace gongkai::calendar
