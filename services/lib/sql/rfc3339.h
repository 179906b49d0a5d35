#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace gongkai::sql {

// Returns the time in microseconds since 1970 UTC. `text` is in RFC 3339 with at most 6 digits of
// fraction, such as "2026-03-01T09:30:00.5+08:00". Returns nullopt for any other text, also for a
// leap second.
std::optional<std::int64_t> ParseRfc3339(std::string_view text);

}  // namespace gongkai::sql
