#include "services/server/time.h"

#include <google/protobuf/util/time_util.h>

#include <chrono>

namespace gongkai::server {

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
  Timestamp time;
  if (!TimeUtil::FromString(std::string(text), &time)) return std::nullopt;
  return ToMicros(time);
}

}  // namespace gongkai::server
