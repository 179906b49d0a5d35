#include "services/workflow/deadline/schedule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/workflow/deadline/calendar_file.h"
#include "workflow/calendar/announced.h"

namespace gongkai::workflow {
namespace {

using calendar::Calendar;
using calendar::CountedDay;
using calendar::Day;
using calendar::DayKind;
using ledger::Record;
using ledger::Terms;
using machine::State;

Day On(int year, int month, int day) { return Day(std::chrono::year(year) / month / day); }

base::Time Midnight(Day day) { return base::StartInChina(day); }

// A report that came into its state on this day, at noon in China.
Record In(State state, Day day) {
  Record record;
  record.state = state;
  record.state_time = base::StartInChina(day) + std::chrono::hours(12);
  record.disclosure = base::Disclosure::kActive;
  return record;
}

class ScheduleTest : public testing::Test {
 protected:
  Terms Of(const Record& record, bool entered = true) const {
    return ScheduleOf(record, entered, calendar_, days_).terms;
  }

  const Calendar calendar_{calendar::Announced()};
  identity::StageDays days_{.legal = 5, .secrecy = 3, .clearance = 2, .near = 1};
};

TEST_F(ScheduleTest, AStageHasTheDaysOfThePolicyFromTheDayAfterItBegan) {
  // Friday; Saturday and Sunday do not count, but for the worked Sunday 2025-09-28.
  const Terms legal = Of(In(State::kLegalReview, On(2025, 9, 26)));
  EXPECT_EQ(legal.stage.start, On(2025, 9, 26));
  EXPECT_EQ(legal.stage.days, 5);
  EXPECT_EQ(legal.stage.due, Midnight(On(2025, 10, 11))) << "28, 29, 30 Sept, 9, 10 Oct";
  EXPECT_EQ(legal.stage.near, Midnight(On(2025, 10, 10)));
  EXPECT_EQ(Of(In(State::kSecrecyReview, On(2025, 9, 26))).stage.days, 3);
  EXPECT_EQ(Of(In(State::kCleared, On(2025, 9, 26))).stage.days, 2);
  EXPECT_FALSE(Of(In(State::kDraft, On(2025, 9, 26))).stage.IsSet());
  days_.legal = 0;
  EXPECT_FALSE(Of(In(State::kLegalReview, On(2025, 9, 26))).AnySet());
}

TEST_F(ScheduleTest, TheDayIsThatInChina) {
  Record record = In(State::kLegalReview, On(2025, 3, 4));
  record.state_time = Midnight(On(2025, 3, 4));
  EXPECT_EQ(Of(record).stage.start, On(2025, 3, 4));
  record.state_time -= std::chrono::microseconds(1);
  EXPECT_EQ(Of(record).stage.start, On(2025, 3, 3));
}

// The vectors of the notices: start, and when 20 working days are over.
TEST_F(ScheduleTest, TheStatutoryTermIsTwentyWorkingDays) {
  struct Case {
    Day formed, last, near;
  };
  for (const Case& each : {Case{On(2025, 1, 20), On(2025, 2, 21), On(2025, 2, 14)},
                           Case{On(2025, 1, 26), On(2025, 2, 28), On(2025, 2, 21)},
                           Case{On(2025, 4, 25), On(2025, 5, 27), On(2025, 5, 20)},
                           Case{On(2025, 9, 26), On(2025, 10, 30), On(2025, 10, 23)}}) {
    Record record = In(State::kLegalReview, each.formed);
    record.formed = each.formed;
    const ledger::Term term = Of(record).statutory;
    EXPECT_EQ(term.due, Midnight(each.last + std::chrono::days(1)));
    EXPECT_EQ(term.near, Midnight(each.near + std::chrono::days(1))) << "5 are left";
  }
}

TEST_F(ScheduleTest, ThereIsNoStatutoryTermWithoutItsDayOrForWhatIsNotDisclosedUnasked) {
  Record record = In(State::kLegalReview, On(2025, 3, 3));
  EXPECT_FALSE(Of(record).statutory.IsSet());
  record.formed = On(2025, 3, 3);
  record.disclosure = base::Disclosure::kOnRequest;
  EXPECT_FALSE(Of(record).statutory.IsSet());
  record.disclosure = base::Disclosure::kActiveRedacted;
  EXPECT_TRUE(Of(record).statutory.IsSet());
}

TEST_F(ScheduleTest, ATermThatRunsIntoAYearWhichIsNotAnnouncedHasNoEnd) {
  const Terms terms = Of(In(State::kLegalReview, On(2026, 12, 28)));
  EXPECT_EQ(terms.stage.days, 5);
  EXPECT_EQ(terms.stage.due, base::Time{});
  EXPECT_EQ(terms.stage.near, base::Time{});
}

TEST_F(ScheduleTest, WhatBeganBeforeTheYearsThatAreKnownIsOverAtTheirBeginning) {
  Record record = In(State::kLegalReview, On(2026, 3, 2));
  for (const Day formed : {On(1900, 1, 1), On(2018, 12, 1), On(2018, 12, 31)}) {
    record.formed = formed;
    const ledger::Term term = Of(record).statutory;
    EXPECT_EQ(term.start, formed);
    EXPECT_EQ(term.due, Midnight(On(2019, 1, 30)));
    EXPECT_EQ(DaysOf(term, record, calendar_, Midnight(On(2026, 3, 2))).back().number, 20);
  }
}

TEST_F(ScheduleTest, NoDayComesAfterTheYear9999) {
  Record record = In(State::kLegalReview, On(2026, 3, 2));
  record.formed = On(9999, 12, 31);
  const ledger::Term term = Of(record).statutory;
  EXPECT_EQ(term.due, base::Time{});
  EXPECT_TRUE(DaysOf(term, record, calendar_, Midnight(On(2026, 3, 2))).empty());
}

TEST_F(ScheduleTest, WhatANewCalendarSaysOfAStageKeepsItsStartAndItsDays) {
  Record record = In(State::kLegalReview, On(2026, 12, 28));
  record.terms = Of(record);
  days_.legal = 9;
  const auto later = ParseCalendar(
      "years:\n  2027:\n    source: x\n    off: [2027-01-01/2027-01-03]\n    worked: []\n...\n");
  ASSERT_TRUE(later) << later.error().message;
  const Terms terms = ScheduleOf(record, false, *later, days_).terms;
  EXPECT_EQ(terms.stage.days, 5) << "the policy counts for stages that begin later";
  EXPECT_EQ(terms.stage.due, Midnight(On(2027, 1, 6))) << "29, 30, 31 Dec, 4, 5 Jan";
}

TEST_F(ScheduleTest, OnlyTheCalendarMovesATermThatHasBegun) {
  Record record = In(State::kLegalReview, On(2025, 3, 3));
  record.terms = Of(record);
  days_.near = 4;
  EXPECT_EQ(Of(record, false), record.terms);
}

TEST_F(ScheduleTest, DaysOnWhichTheClockWasStoppedDoNotCount) {
  Record record = In(State::kLegalReview, On(2025, 3, 3));  // a Monday
  record.terms = Of(record);
  EXPECT_EQ(record.terms.stage.due, Midnight(On(2025, 3, 11)));
  record.stops = {{.first = On(2025, 3, 5), .last = On(2025, 3, 6)}};
  EXPECT_EQ(Of(record, false).stage.due, Midnight(On(2025, 3, 13)));
  const auto days = DaysOf(record.terms.stage, record, calendar_, Midnight(On(2025, 3, 7)));
  EXPECT_EQ(
      days[1],
      (CountedDay{.day = On(2025, 3, 5), .kind = DayKind::kWorkday, .number = 0, .stopped = true}));
  EXPECT_EQ(days.back().number, 5);
}

TEST_F(ScheduleTest, AClockThatIsStoppedHasNoEndAndItsDaysGoToToday) {
  Record record = In(State::kLegalReview, On(2025, 3, 3));
  record.terms = Of(record);
  record.state = State::kLegalReferred;
  record.state_time = Midnight(On(2025, 3, 5));
  EXPECT_EQ(Of(record, false).stage.due, base::Time{});
  const auto days = DaysOf(record.terms.stage, record, calendar_, Midnight(On(2025, 3, 9)));
  EXPECT_EQ(days.back().day, On(2025, 3, 9));
  EXPECT_EQ(days[1].number, 2) << "the day of the referral counts";
  EXPECT_TRUE(days[2].stopped);
}

TEST_F(ScheduleTest, ADayThatIsNeverReachedCostsAThousandDays) {
  Record record = In(State::kLegalReview, On(2019, 1, 2));
  record.terms = Of(record);
  record.stops = {{.first = On(2019, 1, 3), .last = On(2026, 1, 3)}};
  EXPECT_EQ(Of(record, false).stage.due, base::Time{});
  EXPECT_EQ(DaysOf(record.terms.stage, record, calendar_, Midnight(On(2026, 3, 1))).size(), 1000U);
}

}  // namespace
}  // namespace gongkai::workflow
