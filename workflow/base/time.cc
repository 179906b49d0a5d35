#include "workflow/base/time.h"

#include <fmt/chrono.h>

#include <ctime>

namespace gongkai::base {

std::chrono::local_days DayInChina(Time time) {
  constexpr std::chrono::hours kAheadOfUtc(8);
  const auto day = std::chrono::floor<std::chrono::days>(time + kAheadOfUtc);
  return std::chrono::local_days(day.time_since_epoch());
}

std::string Rfc3339(Time time) {
  // fmt formats a time point in nanoseconds, which end in the year 2262; a tm has no such end.
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(seconds)));
}

}  // namespace gongkai::base
