// The approvals that do not count, because the policy says that the reviewer's key was in the wrong
// hands at that time.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "workflow/base/actor_id.h"
#include "workflow/base/time.h"
#include "workflow/ledger/detail.h"
#include "workflow/ledger/record.h"

namespace gongkai::ledger {

// Decides whether an approval counts: the fold of all entries REVOKE. If several revocations of one
// identity have the same `since`, only the newest is kept. Not thread-safe.
class Revocations {
 public:
  // Adds the revocation. Replaces a revocation of the same identity with the same `since`.
  void Add(const Revocation& revocation);

  // Returns whether exactly this revocation was added and not replaced.
  bool Has(const Revocation& revocation) const;

  // Returns whether the approval counts: neither the reviewer nor the person for whom the reviewer
  // acted is revoked at the time of the approval.
  bool Counts(const Approval& approval) const;

  // Returns whether what the identity approves at this time does not count.
  bool IsRevoked(const base::ActorId& identity, base::Time time) const;

 private:
  std::map<base::ActorId, std::vector<Revocation>> by_identity_;
};

}  // namespace gongkai::ledger
