// How often a person may change something.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "services/server/caller.h"
#include "services/server/policy_file.h"
#include "workflow/error/result.h"

namespace gongkai::server {

// Counts the changes that enter at this process. Thread-safe.
class ChangeQuota {
 public:
  // How many changes one person may make in a minute, by what holds now. 0: no limit.
  using Limit = std::function<std::int64_t()>;

  explicit ChangeQuota(Limit limit) : limit_(std::move(limit)) {}

  // As the policy says, which must outlive this.
  explicit ChangeQuota(const PolicyFile& policy);

  // Counts one change of the caller, or of the person the caller acts for, whatever comes of it. A
  // change that one of our services passes on, or makes itself, is not counted: it was counted
  // where it entered. Errors: QUOTA_EXCEEDED, with the time until the next one is possible.
  Status Count(const Caller& caller);

 private:
  using Clock = std::chrono::steady_clock;

  const Limit limit_;
  std::mutex mutex_;
  // When each person's allowance is whole again, as in GCRA; guarded by mutex_. Only people of the
  // policy come here, so they bound it.
  std::map<std::string, Clock::time_point> whole_again_;
};

}  // namespace gongkai::server
