#include "services/lib/request/time.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>

namespace gongkai::request {

using google::protobuf::Timestamp;
using google::protobuf::util::TimeUtil;

namespace {

// Returns whether `text` is `shape` with any digit in place of each 0.
bool HasShape(std::string_view text, std::string_view shape) {
  return std::ranges::equal(
      text, shape, [](char c, char s) { return s == '0' ? c >= '0' && c <= '9' : c == s; });
}

}  // namespace

base::Time Now() {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

Timestamp ToTimestamp(base::Time time) {
  return TimeUtil::MicrosecondsToTimestamp(base::ToMicros(time));
}

bool IsValid(const Timestamp& time) {
  return time.seconds() >= TimeUtil::kTimestampMinSeconds &&
         time.seconds() <= TimeUtil::kTimestampMaxSeconds && time.nanos() >= 0 &&
         time.nanos() <= 999'999'999;
}

base::Time ToTime(const Timestamp& time) {
  return base::FromMicros(TimeUtil::TimestampToMicroseconds(time));
}

std::optional<base::Time> ParseTime(std::string_view text) {
  // TimeUtil takes more than RFC 3339, such as 2026-3-1T8:0:0Z, and no small letters.
  std::string capital(text);
  for (char& c : capital) {
    if (c == 't' || c == 'z') c = c == 't' ? 'T' : 'Z';
  }
  constexpr std::string_view kSeconds = "0000-00-00T00:00:00";
  if (!HasShape(std::string_view(capital).substr(0, kSeconds.size()), kSeconds)) {
    return std::nullopt;
  }
  std::string_view rest = std::string_view(capital).substr(kSeconds.size());
  if (rest.starts_with('.')) {
    constexpr std::size_t kMicroseconds = 6;
    const std::size_t digits = std::min(rest.find_first_not_of("0123456789", 1), rest.size()) - 1;
    if (digits < 1 || digits > kMicroseconds) return std::nullopt;
    rest.remove_prefix(1 + digits);
  }
  if (rest != "Z" && !HasShape(rest, "+00:00") && !HasShape(rest, "-00:00")) return std::nullopt;
  // An offset could take the time out of the years that there are, over which TimeUtil throws.
  const bool first_or_last_day = text.starts_with("0001-01-01") || text.starts_with("9999-12-31");
  if (first_or_last_day && rest != "Z") return std::nullopt;
  Timestamp time;
  if (!TimeUtil::FromString(capital, &time)) return std::nullopt;
  return ToTime(time);
}

}  // namespace gongkai::request
