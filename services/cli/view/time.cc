#include "services/cli/view/time.h"

#include <google/protobuf/util/time_util.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace gongkai::cli {
namespace {

using google::protobuf::Timestamp;
using google::protobuf::util::TimeUtil;

// The local time that `text` is in `format`, and nothing more.
std::optional<Timestamp> ParseLocal(const std::string& text, const char* format) {
  constexpr std::size_t kYearDigits = 4;  // strptime takes 26-12-01 for the year 26
  if (text.find('-') != kYearDigits) return std::nullopt;
  tm local{};
  const char* end = strptime(text.c_str(), format, &local);
  if (end == nullptr || *end != '\0') return std::nullopt;
  const int day = local.tm_mday;
  local.tm_isdst = -1;
  const time_t seconds = mktime(&local);
  if (local.tm_mday != day) return std::nullopt;  // 31 February became 3 March
  return TimeUtil::SecondsToTimestamp(seconds);
}

}  // namespace

std::string LocalTime(const Timestamp& time) {
  if (time.seconds() == 0 && time.nanos() == 0) return "";
  const time_t seconds = time.seconds();
  tm local{};
  localtime_r(&seconds, &local);
  char text[32];
  const std::size_t length = strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &local);
  return {text, length};
}

std::optional<Timestamp> ParseTime(const std::string& text) {
  for (const char* format : {"%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"}) {
    if (auto time = ParseLocal(text, format)) return time;
  }
  // An offset can take the time out of the years that there are, over which the library throws.
  try {
    Timestamp time;
    if (TimeUtil::FromString(text, &time)) return time;
  } catch (const google::protobuf::FatalException&) {
    return std::nullopt;
  }
  return std::nullopt;
}

std::string DayText(std::chrono::local_days day) {
  const std::chrono::year_month_day date(day);
  char text[32];
  std::snprintf(text, sizeof(text), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

std::string DayText(const google::type::Date& date) {
  if (date.year() == 0) return "";
  return DayText(std::chrono::local_days(std::chrono::year(date.year()) /
                                         std::chrono::month(static_cast<unsigned>(date.month())) /
                                         std::chrono::day(static_cast<unsigned>(date.day()))));
}

std::string Weekday(std::chrono::local_days day) {
  constexpr std::array<std::string_view, 7> kNames = {
      "Sun 周日", "Mon 周一", "Tue 周二", "Wed 周三", "Thu 周四", "Fri 周五", "Sat 周六"};
  return std::string(kNames.at(std::chrono::weekday(day).c_encoding()));
}

std::string Weekday(const google::type::Date& date) {
  if (date.year() == 0) return "";
  using std::chrono::day;
  using std::chrono::month;
  return Weekday(std::chrono::local_days(std::chrono::year(date.year()) /
                                         month(static_cast<unsigned>(date.month())) /
                                         day(static_cast<unsigned>(date.day()))));
}

std::optional<std::chrono::local_days> ParseDay(const std::string& text) {
  tm read{};
  const char* end = strptime(text.c_str(), "%Y-%m-%d", &read);
  if (end == nullptr || *end != '\0') return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(read.tm_year + 1900),
                                         std::chrono::month(static_cast<unsigned>(read.tm_mon) + 1),
                                         std::chrono::day(static_cast<unsigned>(read.tm_mday)));
  if (!date.ok()) return std::nullopt;
  const std::chrono::local_days day(date);
  return DayText(day) == text ? std::optional(day) : std::nullopt;  // not 26-3-1
}

std::string Duration(std::chrono::milliseconds duration) {
  // Clocks of two machines may differ: what ends before it begins took no time.
  duration = std::max(duration, std::chrono::milliseconds(0));
  if (duration < std::chrono::seconds(10)) {
    char text[32];
    std::snprintf(text, sizeof(text), "%.1f s", static_cast<double>(duration.count()) / 1000.0);
    return text;
  }
  struct Unit {
    long long seconds;
    const char* name;
  };
  constexpr auto kUnits = std::to_array<Unit>({{86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}});

  long long left = std::chrono::floor<std::chrono::seconds>(duration).count();
  for (std::size_t i = 0; i < kUnits.size(); ++i) {
    const long long count = left / kUnits[i].seconds;
    if (count == 0) continue;
    std::string text = std::to_string(count) + " " + kUnits[i].name;
    left %= kUnits[i].seconds;
    if (i + 1 == kUnits.size()) return text;
    const long long next = left / kUnits[i + 1].seconds;
    if (next > 0) text += " " + std::to_string(next) + " " + kUnits[i + 1].name;
    return text;
  }
  return "0 s";
}

std::chrono::milliseconds Between(const Timestamp& from, const Timestamp& to) {
  return std::chrono::milliseconds(TimeUtil::TimestampToMilliseconds(to) -
                                   TimeUtil::TimestampToMilliseconds(from));
}

// TimeUtil::GetCurrentTime knows whole seconds only.
Timestamp Now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return TimeUtil::MicrosecondsToTimestamp(
      std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

}  // namespace gongkai::cli
