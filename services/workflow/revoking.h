// Records in the log whose approvals the policy takes back.
#pragma once

#include <memory>
#include <stop_token>
#include <thread>

#include "services/lib/identity/policy_file.h"
#include "services/lib/runtime/growing.h"
#include "workflow/ledger/ledger.h"

namespace gongkai::workflow {

// Records the revocations of the policy in force that the log does not have: once at construction
// and after each change of the policy. Retries every second what the ledger refuses, such as on a
// full disk: an approval counts until its revocation is recorded. `policy` and `ledger` must outlive
// this.
class Revoking {
 public:
  Revoking(const identity::PolicyFile& policy, ledger::Ledger& ledger);

 private:
  struct Refused;  // shared with replies, which may come after this is gone

  enum class Trial : bool { kFirst, kAgain };

  // Asks the ledger to record the revocations of the current policy.
  void Record(Trial trial);
  void Retry(const std::stop_token& stop);

  const identity::PolicyFile& policy_;
  ledger::Ledger& ledger_;
  const std::shared_ptr<Refused> refused_;
  std::jthread retrying_;
  runtime::GrowingValue::Subscription policy_changes_;  // last: uses all members above
};

}  // namespace gongkai::workflow
