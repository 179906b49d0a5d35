// Converts times. Inside, a time is an int64, in microseconds since 1970-01-01T00:00:00Z. Outside,
// a time is a google.protobuf.Timestamp or a text of RFC 3339.
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gongkai::request {

// Returns the time of the system clock.
std::int64_t NowMicros();

google::protobuf::Timestamp ToTimestamp(std::int64_t micros);

// Returns whether `time` is a valid time: years 1 to 9999, nanoseconds 0 to 999,999,999.
bool IsValid(const google::protobuf::Timestamp& time);

// Returns the microseconds of a valid time. Cuts off what is finer than a microsecond.
std::int64_t ToMicros(const google::protobuf::Timestamp& time);

// Returns the time as RFC 3339, in UTC, with 0, 3 or 6 digits of fraction:
// "2026-03-01T08:00:00.250Z".
std::string FormatTime(std::int64_t micros);

// Returns the time in a text of RFC 3339 with `Z` or an offset: "2026-03-01T00:00:00+08:00".
// Returns nothing for any other text, also for a leap second, for a time that is finer than a
// microsecond, and for an offset on the first or the last day of the years 1 to 9999.
std::optional<std::int64_t> ParseTime(std::string_view text);

}  // namespace gongkai::request
