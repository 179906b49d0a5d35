// The time of the ledger: the system's, but never before the newest entry.
#pragma once

#include <algorithm>
#include <cstdint>

namespace gongkai::ledger {

// One thread at a time.
class Clock {
 public:
  // `newest_us` is the time of the newest entry, 0 where there is none.
  explicit Clock(std::int64_t newest_us) : newest_us_(newest_us) {}

  // Returns the time for what is done now. Where the system's clock stepped back, that is the
  // newest entry's.
  std::int64_t At(std::int64_t system_us) const { return std::max(system_us, newest_us_); }

  // Notes that an entry of this time, which At returned, was appended.
  void Note(std::int64_t time_us) { newest_us_ = time_us; }

 private:
  std::int64_t newest_us_;
};

}  // namespace gongkai::ledger
