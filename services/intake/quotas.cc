#include "services/intake/quotas.h"

#include <algorithm>

#include "workflow/error/errors.h"

namespace gongkai::intake {

QuotaLimits LimitsOf(const server::Policy& policy) {
  return {.department_bytes = policy.quotas().department_bytes,
          .changes_per_minute = static_cast<int>(policy.quotas().changes_per_minute)};
}

Status Quotas::CountChange(const server::Caller& caller) {
  const int limit = limits_().changes_per_minute;
  if (limit <= 0) return {};
  const std::string& person = caller.on_behalf_of.empty() ? caller.id : caller.on_behalf_of;
  constexpr Clock::duration kMinute = std::chrono::minutes(1);
  const Clock::duration each = kMinute / limit;
  const Clock::time_point now = Clock::now();

  const std::scoped_lock lock(mutex_);
  Clock::time_point& whole_again = whole_again_[person];
  const Clock::time_point next = std::max(whole_again, now) + each;
  if (next - now > kMinute) {
    return errors::QuotaExceeded(
        "changes_per_minute", person, limit,
        std::chrono::ceil<std::chrono::milliseconds>(next - now - kMinute));
  }
  whole_again = next;
  return {};
}

}  // namespace gongkai::intake
