// Times as text.
#pragma once

#include <cstdint>
#include <string>

namespace gongkai::ledger {

// Returns the time as RFC 3339 in UTC, rounded down to the second: "2026-03-01T08:00:00Z".
// `time_us` is in microseconds since 1970.
std::string Rfc3339(std::int64_t time_us);

}  // namespace gongkai::ledger
