// Reads and prints times and durations for people.
#pragma once

#include <google/protobuf/timestamp.pb.h>
#include <google/type/date.pb.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace gongkai::cli {

// Returns the local time, such as `2026-03-01 09:00:00`, or an empty text for a time that is not
// set.
std::string LocalTime(const google::protobuf::Timestamp& time);

// Returns the time that a person typed: `2026-03-01`, `2026-03-01 09:00` or `2026-03-01 09:00:00`
// in local time, or RFC 3339 such as `2026-03-01T09:00:00+08:00`. Returns nullopt for any other
// text.
std::optional<google::protobuf::Timestamp> ParseTime(const std::string& text);

// Returns the day, such as `2026-03-01`.
std::string DayText(std::chrono::local_days day);

// Returns the day, such as `2026-03-01`, or an empty text for a day that is not set.
std::string DayText(const google::type::Date& date);

// Returns the day of the week, such as `Sun 周日`; of a Date that is not set, an empty text.
std::string Weekday(std::chrono::local_days day);
std::string Weekday(const google::type::Date& date);

// Returns the day that a person typed, such as `2026-03-01`. Returns nullopt for any other text.
std::optional<std::chrono::local_days> ParseDay(const std::string& text);

// Returns a duration for people: `3 d 4 h`, `2 h 5 min`, `3 min 20 s`. Prints the largest unit, and
// the next smaller unit if its number is not zero. Below 10 s, prints tenths: `0.4 s`. A negative
// duration counts as zero.
std::string Duration(std::chrono::milliseconds duration);

// Returns the time from `from` to `to`, negative if `to` is earlier.
std::chrono::milliseconds Between(const google::protobuf::Timestamp& from,
                                  const google::protobuf::Timestamp& to);

// Returns the current time, in microseconds.
google::protobuf::Timestamp Now();

}  // namespace gongkai::cli
