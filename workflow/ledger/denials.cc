#include "workflow/ledger/denials.h"

#include <algorithm>
#include <utility>

namespace gongkai::ledger {

std::optional<std::uint64_t> Denials::Admit(const std::string& actor, base::Time now) {
  Bucket& bucket = buckets_.try_emplace(actor, Bucket{.refilled = now}).first->second;
  // A clock that steps back refills nothing and takes nothing away.
  const std::int64_t refills = std::max<std::int64_t>(0, (now - bucket.refilled) / kRefill);
  if (refills > 0) {
    bucket.tokens = static_cast<int>(std::min<std::int64_t>(kBurst, bucket.tokens + refills));
    bucket.refilled += refills * kRefill;
  }
  if (bucket.tokens == 0) {
    ++bucket.suppressed;
    return std::nullopt;
  }
  --bucket.tokens;
  return std::exchange(bucket.suppressed, 0);
}

}  // namespace gongkai::ledger
