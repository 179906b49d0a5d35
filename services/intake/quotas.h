// How much a department may store, and how often a person may change something.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "services/server/caller.h"
#include "services/server/policy.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Of a department, and of a person. 0: no limit.
struct QuotaLimits {
  std::int64_t department_bytes = 10LL << 30;  // of contents, bodies and attachments
  int changes_per_minute = 0;                  // attempts count, whatever comes of them
};

// Returns what the policy says.
QuotaLimits LimitsOf(const server::Policy& policy);

// Thread-safe.
class Quotas {
 public:
  // `limits` says what holds now.
  explicit Quotas(std::function<QuotaLimits()> limits) : limits_(std::move(limits)) {}

  std::int64_t department_bytes() const { return limits_().department_bytes; }

  // Counts one change of the caller, or of the person the caller acts for. Errors: QUOTA_EXCEEDED,
  // with the time until the next one is possible.
  Status CountChange(const server::Caller& caller);

 private:
  using Clock = std::chrono::steady_clock;

  const std::function<QuotaLimits()> limits_;
  std::mutex mutex_;
  // When each person's allowance is whole again, as in GCRA; guarded by mutex_. Only people of the
  // policy come here, so they bound it.
  std::map<std::string, Clock::time_point> whole_again_;
};

}  // namespace gongkai::intake
