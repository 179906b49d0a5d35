// Points in time. Inside Gongkai a time has this type. A time is a number only where it is stored,
// hashed or sent.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace gongkai::base {

// A time of the system's clock: UTC, in microseconds. Time{}, the beginning of 1970, stands for
// "not yet" or "without end" where a comment says so.
using Time = std::chrono::sys_time<std::chrono::microseconds>;

// Converts between a time and the number of its microseconds since 1970.
constexpr Time FromMicros(std::int64_t micros) { return Time(std::chrono::microseconds(micros)); }
constexpr std::int64_t ToMicros(Time time) { return time.time_since_epoch().count(); }

// Returns the day in China on which the time is, whatever the time zone of the machine. China has
// had one time zone, UTC+8, without summer time since 1992.
std::chrono::local_days DayInChina(Time time);

// Returns the time at which the day begins in China.
constexpr Time StartInChina(std::chrono::local_days day) {
  return Time(day.time_since_epoch()) - std::chrono::hours(8);
}

// Returns the time as RFC 3339 in UTC, rounded down to the second: "2026-03-01T08:00:00Z".
std::string Rfc3339(Time time);

}  // namespace gongkai::base
