#include "workflow/ledger/denials.h"

#include <algorithm>
#include <utility>

namespace gongkai::ledger {

std::optional<std::uint64_t> Denials::Admit(const std::string& actor, std::int64_t now_us) {
  Bucket& bucket = buckets_.try_emplace(actor, Bucket{.refilled_us = now_us}).first->second;
  // A clock that steps back refills nothing and takes nothing away.
  const std::int64_t refills = std::max<std::int64_t>(0, (now_us - bucket.refilled_us) / kRefillUs);
  if (refills > 0) {
    bucket.tokens = static_cast<int>(std::min<std::int64_t>(kBurst, bucket.tokens + refills));
    bucket.refilled_us += refills * kRefillUs;
  }
  if (bucket.tokens == 0) {
    ++bucket.suppressed;
    return std::nullopt;
  }
  --bucket.tokens;
  return std::exchange(bucket.suppressed, 0);
}

}  // namespace gongkai::ledger
