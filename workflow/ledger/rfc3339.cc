#include "workflow/ledger/rfc3339.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace gongkai::ledger {

std::string Rfc3339(std::int64_t time_us) {
  using namespace std::chrono;  // NOLINT: calendar types
  const auto time = floor<seconds>(sys_time<microseconds>(microseconds(time_us)));
  const auto day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(time - day);
  std::array<char, 48> text{};
  const int length =
      std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", int(date.year()),
                    unsigned(date.month()), unsigned(date.day()), int(clock.hours().count()),
                    int(clock.minutes().count()), int(clock.seconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace gongkai::ledger
