#include "workflow/ledger/wire_time.h"

#include <cstdint>

#include "workflow/ledger/wire.h"

namespace gongkai::ledger {
namespace {

constexpr std::uint64_t kLastSecond = 253'402'300'799;  // 9999-12-31T23:59:59Z
constexpr std::uint64_t kLastYear = 9999;

}  // namespace

bool ReadTime(std::string_view bytes, base::Time& time) {
  std::uint64_t seconds = 0;
  std::uint64_t nanos = 0;
  const bool read = ForEachField(bytes, [&](const WireField& field) {
    if (field.number == 1) seconds = field.value;
    if (field.number == 2) nanos = field.value;
    return !field.IsBytes() && field.number <= 2;
  });
  if (!read || seconds > kLastSecond || nanos > 999'999'999) return false;
  time = base::Time(std::chrono::seconds(seconds)) + std::chrono::microseconds(nanos / 1000);
  return time > base::Time{};
}

std::string WriteTime(base::Time time) {
  std::string out;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  const std::chrono::nanoseconds rest = time - seconds;
  WireWriter writer(out);
  writer.Number(1, static_cast<std::uint64_t>(seconds.time_since_epoch().count()));
  writer.Number(2, static_cast<std::uint64_t>(rest.count()));
  return out;
}

bool ReadDay(std::string_view bytes, std::chrono::local_days& day) {
  std::uint64_t year = 0;
  std::uint64_t month = 0;
  std::uint64_t number = 0;
  const bool read = ForEachField(bytes, [&](const WireField& field) {
    if (field.number == 1) year = field.value;
    if (field.number == 2) month = field.value;
    if (field.number == 3) number = field.value;
    return !field.IsBytes() && field.number <= 3;
  });
  if (!read || year == 0 || year > kLastYear || month > 12 || number > 31) return false;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year)),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(number))};
  if (!date.ok()) return false;
  day = std::chrono::local_days(date);
  return true;
}

std::string WriteDay(std::chrono::local_days day) {
  const std::chrono::year_month_day date(day);
  std::string out;
  WireWriter writer(out);
  writer.Number(1, static_cast<std::uint64_t>(static_cast<int>(date.year())));
  writer.Number(2, static_cast<unsigned>(date.month()));
  writer.Number(3, static_cast<unsigned>(date.day()));
  return out;
}

}  // namespace gongkai::ledger
