#include "workflow/ledger/revocations.h"

#include <algorithm>

namespace gongkai::ledger {

void Revocations::Add(const Revocation& revocation) {
  std::vector<Revocation>& known = by_identity_[revocation.identity];
  const auto same = std::ranges::find(known, revocation.since, &Revocation::since);
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
  return by_identity_.empty() || (!IsRevoked(approval.reviewer, approval.time) &&
                                  !IsRevoked(approval.on_behalf_of, approval.time));
}

bool Revocations::IsRevoked(const base::ActorId& identity, base::Time time) const {
  const auto found = by_identity_.find(identity);
  return found != by_identity_.end() &&
         std::ranges::any_of(found->second, [time](const Revocation& revocation) {
           return time >= revocation.since &&
                  (revocation.until == base::Time{} || time < revocation.until);
         });
}

}  // namespace gongkai::ledger
