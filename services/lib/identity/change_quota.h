// Limits how often a person may change something.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "services/lib/identity/policy_file.h"
#include "workflow/base/mutex.h"
#include "workflow/base/thread_annotations.h"
#include "workflow/error/result.h"
#include "workflow/machine/actor.h"

namespace gongkai::identity {

// Limits the changes per minute of each person, for the changes that enter at this process.
// Thread-safe.
class ChangeQuota {
 public:
  // Returns how many changes one person may make in a minute at present. 0: no limit.
  using Limit = std::function<std::int64_t()>;

  explicit ChangeQuota(Limit limit) : limit_(std::move(limit)) {}

  // Takes the limit from the policy in force. `policy` must outlive this.
  explicit ChangeQuota(const PolicyFile& policy);

  // Counts one change of the caller, whatever its outcome. A caller who acts for a person counts as
  // that person. A change that one of our services passes on or makes itself is not counted,
  // because the change was counted where it entered. Errors: QUOTA_EXCEEDED (with the time until
  // the next change is possible).
  Status Count(const machine::Actor& caller);

 private:
  using Clock = std::chrono::steady_clock;

  const Limit limit_;
  Mutex mutex_;
  // The time at which the quota of each person is whole again, as in GCRA. Only people of the
  // policy are counted, so the policy bounds the size.
  std::map<std::string, Clock::time_point> whole_again_ GUARDED_BY(mutex_);
};

}  // namespace gongkai::identity
