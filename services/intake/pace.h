// The least speed at which the other side of a stream must go on.
#pragma once

#include <chrono>
#include <cstdint>

namespace gongkai::intake {

// Only the time for which the other side was waited for counts, so nobody is blamed for our own
// disk. Not thread-safe.
class Pace {
 public:
  // In each window of waiting so much must come. The defaults are 16 KiB/s: 64 MiB take at most 69
  // minutes.
  struct Limits {
    std::chrono::milliseconds window{30'000};
    std::int64_t bytes = 480 << 10;
  };

  explicit Pace(const Limits& limits) : limits_(limits) {}

  // Counts what came after a wait. Returns false once it was too little for too long.
  [[nodiscard]] bool Count(std::chrono::steady_clock::duration waited, std::int64_t bytes) {
    waited_ += waited;
    bytes_ += bytes;
    if (waited_ < limits_.window) return true;
    const bool enough = bytes_ >= limits_.bytes;
    waited_ = {};
    bytes_ = 0;
    return enough;
  }

 private:
  const Limits limits_;
  std::chrono::steady_clock::duration waited_{};  // in this window, as is the next
  std::int64_t bytes_ = 0;
};

}  // namespace gongkai::intake
