#include "services/lib/request/time.h"

#include <google/protobuf/util/time_util.h>

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
  // TimeUtil takes 2026-3-1T8:0:0Z, too.
  constexpr std::string_view kShape = "0000-00-00T00:00:00";
  if (text.size() <= kShape.size()) return std::nullopt;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kShape[i] == '0' ? !digit : text[i] != kShape[i]) return std::nullopt;
  }
  // An offset can take the time out of the years that there are, over which the library throws.
  try {
    Timestamp time;
    if (!TimeUtil::FromString(std::string(text), &time) || !IsValid(time)) return std::nullopt;
    return ToMicros(time);
  } catch (const google::protobuf::FatalException&) {
    return std::nullopt;
  }
}

}  // namespace gongkai::request
