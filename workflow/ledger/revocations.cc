#include "workflow/ledger/revocations.h"

#include <algorithm>

namespace gongkai::ledger {

void Revocations::Add(const Revocation& revocation) {
  std::vector<Revocation>& known = by_identity_[revocation.identity];
  const auto same = std::ranges::find(known, revocation.since_us, &Revocation::since_us);
  if (same == known.end()) {
    known.push_back(revocation);
  } else {
    *same = revocation;
  }
}

bool Revocations::Has(const Revocation& revocation) const {
  const auto found = by_identity_.find(revocation.identity);
  return found != by_identity_.end() &&
         std::ranges::find(found->second, revocation) != found->second.end();
}

bool Revocations::Counts(const Approval& approval) const {
  return by_identity_.empty() || (!IsRevoked(approval.reviewer, approval.time_us) &&
                                  !IsRevoked(approval.on_behalf_of, approval.time_us));
}

bool Revocations::IsRevoked(std::string_view identity, std::int64_t time_us) const {
  const auto found = by_identity_.find(identity);
  return found != by_identity_.end() &&
         std::ranges::any_of(found->second, [time_us](const Revocation& revocation) {
           return time_us >= revocation.since_us &&
                  (revocation.until_us == 0 || time_us < revocation.until_us);
         });
}

}  // namespace gongkai::ledger
