// The ledger's clock: the system's time, but never a time before the newest entry.
#pragma once

#include <algorithm>
#include <cstdint>

namespace gongkai::ledger {

// Keeps the times of entries from going back when the system's clock steps back. All times are in
// microseconds since 1970. One thread at a time.
class Clock {
 public:
  // `newest_us` is the time of the newest entry; 0: the log is empty.
  explicit Clock(std::int64_t newest_us) : newest_us_(newest_us) {}

  // Returns the ledger's time when the system's clock shows `system_us`: the later of `system_us`
  // and the newest entry's time.
  std::int64_t At(std::int64_t system_us) const { return std::max(system_us, newest_us_); }

  // Sets the newest entry's time. `time_us` must be a time that At returned.
  void Note(std::int64_t time_us) { newest_us_ = time_us; }

 private:
  std::int64_t newest_us_;
};

}  // namespace gongkai::ledger
