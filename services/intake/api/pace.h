// Defines the lowest speed at which the other side of a stream may go on.
#pragma once

#include <chrono>
#include <cstdint>

namespace gongkai::intake {

// Finds a client that sends too slowly. Only the time spent waiting for the client counts, so a
// slow disk of the server never counts against the client. Not thread-safe.
//
//   Pace pace(limits);
//   if (!pace.Count(waited, bytes)) return errors::UploadIncomplete(kTooSlow);
class Pace {
 public:
  // At least `bytes` must come in each window of waiting time. The defaults are 16 KiB/s: 64 MiB
  // take at most 69 minutes.
  struct Limits {
    std::chrono::milliseconds window{30'000};
    std::int64_t bytes = 480 << 10;
  };

  explicit Pace(const Limits& limits) : limits_(limits) {}

  // Counts the bytes that came after a wait. Returns false if too few bytes came in the window that
  // now ends.
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
  std::chrono::steady_clock::duration waited_{};  // in this window
  std::int64_t bytes_ = 0;                        // in this window
};

}  // namespace gongkai::intake
