#include "services/lib/request/time.h"

#include <google/protobuf/util/time_util.h>

#include <chrono>
#include <cstddef>
#include <regex>

namespace gongkai::request {

using google::protobuf::Timestamp;
using google::protobuf::util::TimeUtil;

std::int64_t NowMicros() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Timestamp ToTimestamp(std::int64_t micros) { return TimeUtil::MicrosecondsToTimestamp(micros); }

bool IsValid(const Timestamp& time) {
  return time.seconds() >= TimeUtil::kTimestampMinSeconds &&
         time.seconds() <= TimeUtil::kTimestampMaxSeconds && time.nanos() >= 0 &&
         time.nanos() <= 999'999'999;
}

std::int64_t ToMicros(const Timestamp& time) { return TimeUtil::TimestampToMicroseconds(time); }

std::string FormatTime(std::int64_t micros) { return TimeUtil::ToString(ToTimestamp(micros)); }

std::optional<std::int64_t> ParseTime(std::string_view text) {
  // TimeUtil takes more than RFC 3339, such as 2026-3-1T8:0:0Z, and no small letters.
  static const std::regex shape(
      R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d))", std::regex::icase);
  constexpr std::size_t kLongest = std::string_view("0000-00-00T00:00:00.000000+00:00").size();
  if (text.size() > kLongest || !std::regex_match(text.begin(), text.end(), shape)) {
    return std::nullopt;
  }
  std::string capital(text);
  for (char& c : capital) {
    if (c == 't' || c == 'z') c = c == 't' ? 'T' : 'Z';
  }
  // An offset could take the time out of the years that there are, over which TimeUtil throws.
  const bool first_or_last_day = text.starts_with("0001-01-01") || text.starts_with("9999-12-31");
  if (first_or_last_day && capital.back() != 'Z') return std::nullopt;
  Timestamp time;
  if (!TimeUtil::FromString(capital, &time)) return std::nullopt;
  return ToMicros(time);
}

}  // namespace gongkai::request
