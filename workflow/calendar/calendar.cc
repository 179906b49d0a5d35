#include "workflow/calendar/calendar.h"

#include <utility>

namespace gongkai::calendar {
namespace {

std::string Text(std::chrono::year year) { return std::to_string(static_cast<int>(year)); }

}  // namespace

Calendar::Calendar(std::span<const Announcement> announcements, std::string origin)
    : first_(announcements.front().year),
      last_(announcements.back().year),
      origin_(std::move(origin)) {
  for (const Announcement& announcement : announcements) {
    for (const Span& span : announcement.off) {
      for (Day day = span.first; day <= span.last; day += std::chrono::days(1)) {
        announced_.emplace(day, DayKind::kDayOff);
      }
    }
    for (const Day day : announcement.worked) announced_.emplace(day, DayKind::kWorkedWeekend);
  }
}

DayKind Calendar::KindOf(Day day) const {
  const std::chrono::year year = std::chrono::year_month_day(day).year();
  if (year < first_ || year > last_) return DayKind::kUnknown;
  if (const auto found = announced_.find(day); found != announced_.end()) return found->second;
  return IsWeekend(day) ? DayKind::kWeekend : DayKind::kWorkday;
}

std::vector<CountedDay> Calendar::Count(Day start, int number, std::span<const Span> stops,
                                        Day last) const {
  std::vector<CountedDay> days;
  int counted = 0;
  for (Day day = start; counted < number && day < last;) {
    day += std::chrono::days(1);
    while (!stops.empty() && stops.front().last < day) stops = stops.subspan(1);
    const bool stopped = !stops.empty() && stops.front().first <= day;
    const DayKind kind = KindOf(day);
    const bool counts = IsWorked(kind) && !stopped;
    if (counts) ++counted;
    days.push_back({.day = day, .kind = kind, .number = counts ? counted : 0, .stopped = stopped});
    if (kind == DayKind::kUnknown) break;
  }
  return days;
}

std::string Calendar::Years() const { return Text(first_) + "-" + Text(last_); }

std::string Calendar::Version() const {
  return origin_.empty() ? Years() : Years() + " (" + origin_ + ")";
}

}  // namespace gongkai::calendar
