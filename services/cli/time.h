// Times and durations for people.
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace gongkai::cli {

// `2026-03-01 09:00:00` by the local clock; empty for a time that is not set.
std::string LocalTime(const google::protobuf::Timestamp& time);

// What a person means by `2026-03-01`, `2026-03-01 09:00`, `2026-03-01 09:00:00` (local time) or by
// RFC 3339, `2026-03-01T09:00:00+08:00`; nothing where it is no time.
std::optional<google::protobuf::Timestamp> ParseTime(const std::string& text);

// `3 d 4 h`, `2 h 5 min`, `3 min 20 s`, `0.4 s`: the two largest units that are not zero.
std::string Duration(std::chrono::milliseconds duration);

std::chrono::milliseconds Between(const google::protobuf::Timestamp& from,
                                  const google::protobuf::Timestamp& to);

google::protobuf::Timestamp Now();

}  // namespace gongkai::cli
