#include "services/workflow/deadline/schedule.h"

#include <algorithm>

#include "workflow/base/disclosure.h"
#include "workflow/base/time.h"
#include "workflow/calendar/statutory.h"
#include "workflow/machine/states.h"

namespace gongkai::workflow {
namespace {

using calendar::CountedDay;
using calendar::Day;
using calendar::Span;
using machine::State;

// Returns the day from which a term is counted. What began before the years that are known is counted
// from their beginning: it is over then at the latest, which is long past.
Day CountFrom(Day start, const calendar::Calendar& calendar) {
  return std::max(start, calendar.FirstKnown() - std::chrono::days(1));
}

// Returns the last day that is looked at.
Day LastOf(Day from) {
  constexpr std::chrono::days kMostDays(1000);
  return std::min(from + kMostDays, Day(std::chrono::year(9999) / 12 / 31));
}

std::vector<Span> StopsOf(const ledger::Record& record) {
  std::vector<Span> stops;
  for (const ledger::DaySpan& stop : record.stops) {
    stops.push_back({.first = stop.first, .last = stop.last});
  }
  return stops;
}

int DaysIn(State state, const identity::StageDays& days) {
  switch (ledger::StageOf(state)) {
    case State::kLegalReview:
      return days.legal;
    case State::kSecrecyReview:
      return days.secrecy;
    case State::kCleared:
      return days.clearance;
    default:
      return 0;
  }
}

// Sets when the term is due and near, unless the clock is stopped or the day is not known.
void SetTimes(ledger::Term& term, int near, const ledger::Record& record,
              const calendar::Calendar& calendar) {
  if (!term.IsSet() || ledger::IsReferred(record.state)) return;
  const Day from = CountFrom(term.start, calendar);
  const std::vector<CountedDay> days =
      calendar.Count(from, term.days, StopsOf(record), LastOf(from));
  if (days.empty() || days.back().number != term.days) return;
  const auto end_of = [](Day day) { return base::StartInChina(day + std::chrono::days(1)); };
  term.due = end_of(days.back().day);
  const int before = term.days - near;  // working days that are over when the term is near
  const auto nearing = std::ranges::find(days, before, &CountedDay::number);
  term.near = before > 0 ? end_of(nearing->day) : end_of(from);
}

}  // namespace

ledger::Schedule ScheduleOf(const ledger::Record& record, bool entered,
                            const calendar::Calendar& calendar,
                            const identity::StageDays& stage_days) {
  ledger::Schedule schedule{.terms = {}, .calendar = calendar.Version()};
  ledger::Term& stage = schedule.terms.stage;
  if (entered) {
    stage.days = DaysIn(record.state, stage_days);
    if (stage.IsSet()) stage.start = base::DayInChina(record.state_time);
  } else {
    stage.start = record.terms.stage.start;
    stage.days = record.terms.stage.days;
  }
  SetTimes(stage, stage_days.near, record, calendar);
  // When it is near, the policy said when the stage began.
  if (!entered && stage.due == record.terms.stage.due) stage.near = record.terms.stage.near;
  ledger::Term& statutory = schedule.terms.statutory;
  if (record.formed && IsActive(record.disclosure)) {
    statutory.start = *record.formed;
    statutory.days = calendar::kDaysToPublish;
  }
  SetTimes(statutory, calendar::kDaysNear, record, calendar);
  return schedule;
}

std::vector<CountedDay> DaysOf(const ledger::Term& term, const ledger::Record& record,
                               const calendar::Calendar& calendar, base::Time now) {
  std::vector<Span> stops = StopsOf(record);
  const Day from = CountFrom(term.start, calendar);
  Day last = LastOf(from);
  if (ledger::IsReferred(record.state)) {
    const Day today = base::DayInChina(now);
    const Day since = base::DayInChina(record.state_time) + std::chrono::days(1);
    if (since <= today) stops.push_back({.first = since, .last = today});
    last = std::min(last, today);
  }
  return calendar.Count(from, term.days, stops, last);
}

}  // namespace gongkai::workflow
