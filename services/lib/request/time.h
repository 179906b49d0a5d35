// Tells the time, and converts times between base::Time, google.protobuf.Timestamp and texts of
// RFC 3339.
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <optional>
#include <string_view>

#include "workflow/base/time.h"

namespace gongkai::request {

// Returns the time that the system's clock shows. The core is told the time.
base::Time Now();

google::protobuf::Timestamp ToTimestamp(base::Time time);

// Returns whether `time` is a valid time: years 1 to 9999, nanoseconds 0 to 999,999,999.
bool IsValid(const google::protobuf::Timestamp& time);

// Returns the time. Cuts off what is finer than a microsecond. `time` must be valid.
base::Time ToTime(const google::protobuf::Timestamp& time);

// Returns the time in a text of RFC 3339 with `Z` or an offset: "2026-03-01T00:00:00+08:00".
// Returns nullopt for any other text, also for a leap second, for a time that is finer than a
// microsecond, and for an offset on the first or the last day of the years 1 to 9999.
std::optional<base::Time> ParseTime(std::string_view text);

}  // namespace gongkai::request
