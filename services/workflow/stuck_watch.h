// Says in the log of the process how many reports nobody is left to review.
#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include "services/lib/identity/policy_file.h"
#include "services/lib/runtime/growing.h"
#include "workflow/ledger/reader.h"

namespace gongkai::workflow {

// Counts the reports under review that have too few people left, at construction, after each change of
// the policy and once an hour, as a delegation may have ended. Logs a warning if there are any.
// `policy` and `log` must outlive this.
class StuckWatch {
 public:
  StuckWatch(const identity::PolicyFile& policy, ledger::Reader& log);

 private:
  void Run(const std::stop_token& stop);
  void Count(const std::stop_token& stop) const;

  const identity::PolicyFile& policy_;
  ledger::Reader& log_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool count_ = true;  // the policy has changed since the last count; guarded by mutex_
  std::jthread thread_;
  runtime::GrowingValue::Subscription policy_changes_;  // last: uses the members above
};

}  // namespace gongkai::workflow
