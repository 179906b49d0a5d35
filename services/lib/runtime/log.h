// The log of a process: the default logger of spdlog, one line per record, on standard error.
#pragma once

#include <string_view>

namespace gongkai::runtime {

// Sets up the default logger. Must be called once, before any thread logs. `level` is one of trace,
// debug, info, warn, error. A record is
//    2026-03-01T00:00:00.250Z info gongkai-intake 4711 message
// with the time in UTC, and the name and number of the process. Control characters in the message
// are shown as `?`, so no logged text can pass for another record.
void StartLog(std::string_view process, std::string_view level);

}  // namespace gongkai::runtime
