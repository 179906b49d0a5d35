#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace gongkai::storage {

// Microseconds since 1970 UTC of a time such as "2026-03-01T09:30:00.5+08:00": RFC 3339, with at
// most 6 digits of fraction. Anything else is nullopt, a leap second included.
std::optional<std::int64_t> ParseRfc3339(std::string_view text);

}  // namespace gongkai::storage
