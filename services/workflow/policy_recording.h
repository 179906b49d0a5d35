// Records in the log the policy in force, and whose approvals it takes back.
#pragma once

#include <memory>
#include <stop_token>
#include <thread>

#include "services/lib/identity/policy_file.h"
#include "services/lib/runtime/growing.h"
#include "workflow/ledger/ledger.h"

namespace gongkai::workflow {

// Has the ledger record the policy in force, with its revocations: at construction and after each
// change of the policy. Retries every second what the ledger refuses, such as on a full disk. The
// ledger decides by the policy in any case. `policy` and `ledger` must outlive this.
class PolicyRecording {
 public:
  PolicyRecording(const identity::PolicyFile& policy, ledger::Ledger& ledger);

 private:
  struct Refused;  // shared with replies, which may come after this is gone

  enum class Trial : bool { kFirst, kAgain };

  // Asks the ledger to record the policy in force.
  void Record(Trial trial);
  void Retry(const std::stop_token& stop);

  ledger::Ledger& ledger_;
  const std::shared_ptr<Refused> refused_;
  std::jthread retrying_;
  runtime::GrowingValue::Subscription policy_changes_;  // last: uses all members above
};

}  // namespace gongkai::workflow
