#pragma once

#include <cstdint>
#include <string>

namespace gongkai::ledger {

// Microseconds since the epoch as RFC 3339 in UTC, to the second: "2026-03-01T08:00:00Z".
std::string Rfc3339(std::int64_t time_us);

}  // namespace gongkai::ledger
