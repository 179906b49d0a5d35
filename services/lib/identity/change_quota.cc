#include "services/lib/identity/change_quota.h"

#include <algorithm>

#include "workflow/error/errors.h"

namespace gongkai::identity {

ChangeQuota::ChangeQuota(const PolicyFile& policy)
    : limit_([&policy] { return policy.current()->quotas().changes_per_minute; }) {}

Status ChangeQuota::Count(const machine::Actor& caller) {
  const std::int64_t limit = limit_();
  if (limit <= 0 || !caller.Sender().empty()) return {};
  const std::string& person =
      caller.on_behalf_of.empty() ? caller.id.text() : caller.on_behalf_of.text();
  constexpr Clock::duration kMinute = std::chrono::minutes(1);
  const Clock::duration each = kMinute / limit;
  const Clock::time_point now = Clock::now();

  const MutexLock lock(mutex_);
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

}  // namespace gongkai::identity
