// The log of a process: spdlog's default logger, one line a record, on standard error.
#pragma once

#include <string_view>

namespace gongkai::server {

// Sets the default logger up. A record is
//   2026-03-01T00:00:00.250Z info gongkai-intake 4711 message
// with the time in UTC, the process's name and number, and control characters in the message shown
// as
// `?`, so that nothing logged can pass for another record. `level` is one of trace, debug, info,
// warn, error. Call it once, before any thread logs.
void StartLog(std::string_view process, std::string_view level);

}  // namespace gongkai::server
