// Limits how often something that may happen very often is logged.
#pragma once

#include <chrono>
#include <optional>

namespace gongkai::runtime {

// Says whether something may be logged now: the first time, and then once a minute. Not
// thread-safe.
//
//   if (may_tell_()) spdlog::warn("new connections are turned away");
class OnceAMinute {
 public:
  // Returns whether a minute has passed since this function returned true.
  bool operator()() {
    const auto now = std::chrono::steady_clock::now();
    if (last_ && now - *last_ < std::chrono::minutes(1)) return false;
    last_ = now;
    return true;
  }

 private:
  std::optional<std::chrono::steady_clock::time_point> last_;
};

}  // namespace gongkai::runtime
