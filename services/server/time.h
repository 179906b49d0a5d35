// Times: int64 microseconds since 1970-01-01T00:00:00Z inside, google.protobuf.Timestamp and RFC
// 3339 outside.
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gongkai::server {

std::int64_t NowMicros();

google::protobuf::Timestamp ToTimestamp(std::int64_t micros);

// Whether it is a time at all: years 1 to 9999, nanoseconds 0 to 999,999,999.
bool IsValid(const google::protobuf::Timestamp& time);

// Of a valid one; what is finer than a microsecond is cut off.
std::int64_t ToMicros(const google::protobuf::Timestamp& time);

// RFC 3339 in UTC with 0, 3 or 6 digits of fraction: "2026-03-01T08:00:00.250Z".
std::string FormatTime(std::int64_t micros);

// From RFC 3339 with `Z` or an offset: "2026-03-01T00:00:00+08:00". Nothing if it is not that.
std::optional<std::int64_t> ParseTime(std::string_view text);

}  // namespace gongkai::server
