// The ledger's clock: the system's time, but never a time before the newest entry.
#pragma once

#include <algorithm>

#include "workflow/base/time.h"

namespace gongkai::ledger {

// Keeps the times of entries from going back when the system's clock steps back. One thread at a
// time.
class Clock {
 public:
  // `newest` is the time of the newest entry; Time{}: the log is empty.
  explicit Clock(base::Time newest) : newest_time_(newest) {}

  // Returns the ledger's time when the system's clock shows `system_time`: the later of
  // `system_time` and the newest entry's time.
  base::Time At(base::Time system_time) const { return std::max(system_time, newest_time_); }

  // Sets the newest entry's time. `time` must be a time that At returned.
  void Note(base::Time time) { newest_time_ = time; }

 private:
  base::Time newest_time_;
};

}  // namespace gongkai::ledger
