// Approvals that do not count, because the policy says that their giver's key was in wrong hands at
// that time.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/ledger/detail.h"
#include "workflow/ledger/record.h"

namespace gongkai::ledger {

// The fold of the entries REVOKE. Of several revocations of one identity with the same beginning
// the newest holds.
class Revocations {
 public:
  void Add(const Revocation& revocation);

  // Returns whether exactly this one is there.
  bool Has(const Revocation& revocation) const;

  // Returns whether the approval counts.
  bool Counts(const Approval& approval) const;

 private:
  bool IsRevoked(const std::string& identity, std::int64_t time_us) const;

  std::map<std::string, std::vector<Revocation>, std::less<>> by_identity_;
};

}  // namespace gongkai::ledger
