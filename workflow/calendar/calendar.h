// The working days of an office in China, by which its deadlines are counted: Monday to Friday, but
// for what the General Office of the State Council announces for each year: days off, and the
// weekends that are worked in their place (国务院办公厅关于部分节假日安排的通知，调休).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/time.h"
#include "workflow/base/words.h"

namespace gongkai::calendar {

// A day in China.
using Day = std::chrono::local_days;

enum class DayKind : std::uint8_t {
  kNone = 0,
  kWorkday = 1,        // a Monday to Friday
  kWorkedWeekend = 2,  // a Saturday or Sunday that is worked in place of a day off
  kWeekend = 3,        // a Saturday or Sunday
  kDayOff = 4,         // announced as a day off
  kUnknown = 5,        // of a year that has not been announced
};
inline constexpr std::size_t kDayKindCount = 6;
static_assert(base::kDayKindWords.size() == kDayKindCount, "each kind of day has its words");

constexpr bool IsWeekend(Day day) {
  const std::chrono::weekday weekday(day);
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

constexpr bool IsWorked(DayKind kind) {
  return kind == DayKind::kWorkday || kind == DayKind::kWorkedWeekend;
}

// Days that follow each other, the last included.
struct Span {
  Day first;
  Day last;
};

// What is announced for one year. The days may begin in the last days of the year before. What this
// refers to must outlive this.
struct Announcement {
  std::chrono::year year;                     // in the title of the notice
  std::span<const std::string_view> sources;  // addresses of the notice, and of later changes
  std::span<const Span> off;
  std::span<const Day> worked;
};

// A day on the way to a deadline.
struct CountedDay {
  Day day;
  DayKind kind = DayKind::kNone;
  int number = 0;        // which working day it is, from 1; 0: it does not count
  bool stopped = false;  // does not count because the clock was stopped

  friend bool operator==(const CountedDay&, const CountedDay&) = default;
};

// Knows which days are worked. Immutable.
//
//   const Calendar calendar(Announced());
//   const std::vector<CountedDay> days = calendar.Count(formed, 20);
//   if (days.back().kind == DayKind::kUnknown) return TellThatTheYearIsNotAnnounced();
//   Show(days.back().day);
class Calendar {
 public:
  // `announcements` are of one year after the other, at least one. `origin` says where those come
  // from that are not in the program; empty: there are none.
  explicit Calendar(std::span<const Announcement> announcements, std::string origin = "");

  // Returns what kind of day it is. A year that has not been announced is unknown, its weekends
  // too: any of them may be worked.
  DayKind KindOf(Day day) const;

  // Returns every day after `start`, until the working day with this number, which is at least 1.
  // The day after `start` is the first that may count. If the way leads into a year that is unknown,
  // the last day is the first that is unknown. The clock is stopped on the days of `stops`, which are
  // sorted and apart: they do not count. The count ends with the day `last` in any case.
  std::vector<CountedDay> Count(Day start, int number, std::span<const Span> stops = {},
                                Day last = Day::max()) const;

  // Returns the first day of the years that are known.
  Day FirstKnown() const { return Day(first_ / 1 / 1); }

  // Returns the years that are known: "2019-2026".
  std::string Years() const;

  // Returns the years that are known, and the origin: "2019-2027 (sha256:1f58b9145b24d108)".
  std::string Version() const;

 private:
  std::chrono::year first_;
  std::chrono::year last_;
  std::string origin_;
  std::map<Day, DayKind> announced_;
};

}  // namespace gongkai::calendar
