#include "services/lib/request/time.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <chrono>

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
  // TimeUtil takes 2026-3-1T8:0:0Z, and no small letters, which RFC 3339 allows.
  constexpr std::string_view kShape = "0000-00-00T00:00:00";
  std::string capital(text);
  std::ranges::transform(capital, capital.begin(), [](char c) {
    return c == 't' ? 'T' : c == 'z' ? 'Z' : c;
  });
  if (capital.size() <= kShape.size()) return std::nullopt;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const bool digit = capital[i] >= '0' && capital[i] <= '9';
    if (kShape[i] == '0' ? !digit : capital[i] != kShape[i]) return std::nullopt;
  }
  // An offset could take the time out of the years that there are, over which TimeUtil throws.
  const bool first_or_last_day = text.starts_with("0001-01-01") || text.starts_with("9999-12-31");
  if (first_or_last_day && capital.back() != 'Z') return std::nullopt;

  Timestamp time;
  if (!TimeUtil::FromString(capital, &time) || time.nanos() % 1000 != 0) return std::nullopt;
  return ToMicros(time);
}

}  // namespace gongkai::request
