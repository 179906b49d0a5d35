#include "workflow/ledger/form_numbers.h"

#include <algorithm>
#include <chrono>

namespace gongkai::ledger {

FormNumber FormNumbers::Next(Store& store, const std::string& department, base::Time now) {
  const std::chrono::year_month_day day(base::DayInChina(now));
  const std::int32_t year = static_cast<int>(day.year());
  const auto key = std::pair(department, year);
  auto last = last_.find(key);
  if (last == last_.end()) {
    // No number of the series was given since the last commit: what is stored is the last.
    last = last_.emplace(key, store.LastFormNumber(department, year)).first;
  }
  return {.year = year, .number = last->second + 1};
}

void FormNumbers::Note(const Record& record) {
  const auto& [year, number] = record.form_number;
  const auto last = last_.find(std::pair(record.department, year));
  if (last != last_.end()) last->second = std::max(last->second, number);
}

}  // namespace gongkai::ledger
