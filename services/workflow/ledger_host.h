// The ledger with everything that the ledger needs: file, checks, writer and readers. Both
// gongkai-workflow and the process with all services use this code.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <vector>

#include "services/lib/identity/policy_file.h"
#include "services/lib/rpc/conditions.h"
#include "services/lib/rpc/gate.h"
#include "services/lib/runtime/growing.h"
#include "services/lib/runtime/streams.h"
#include "services/workflow/deadline/calendars.h"
#include "services/workflow/deadline/time_keeping.h"
#include "services/workflow/policy_recording.h"
#include "services/workflow/store/engine.h"
#include "services/workflow/store/full_check.h"
#include "services/workflow/store/head_file.h"
#include "services/workflow/stuck_watch.h"
#include "workflow/ledger/ledger.h"

namespace gongkai::workflow {

// The number of threads of the executor that reads the ledger. One caller may use half of these
// threads, and half of the threads of the streams. Each thread has a connection, so that no caller
// makes another reader wait.
inline constexpr int kReadThreads = 8;

// Opens the ledger of a process, checks the log and makes the services. The members are in the
// order of their lifetimes.
class LedgerHost {
 public:
  struct Options {
    std::filesystem::path data;  // the directory of ledger.db and ledger.head
    // Serves the log even if the log does not continue the one that was served before.
    bool accept_head = false;
    // Serves the log even if the clock is more than a day off the newest entry.
    bool accept_clock = false;
  };

  // Opens and checks the log, and starts the check of the whole log. Throws NotServed if the log is
  // damaged, or is refused by a check that `options` does not waive. Throws an exception of the
  // storage engine if the log cannot be opened, and std::system_error if ledger.head cannot be
  // opened or written. `policy`
  // and `calendars` must outlive this.
  LedgerHost(const Options& options, const identity::PolicyFile& policy,
             const Calendars& calendars);

  // Returns the services of the process. `gate`, `streams` and this must outlive the services.
  std::vector<std::unique_ptr<grpc::Service>> MakeServices(rpc::Gate& gate,
                                                           runtime::Streams& streams);

  // Returns the conditions that health reports beside the services. This must outlive the
  // conditions.
  // - "clock": the clock is at most 1 s behind the newest entry. While the clock is behind, new
  //   entries get the time of the newest entry.
  // - "log", and the workflow service: the check of the whole log has found no damage so far. After
  //   damage every change is refused, because any decision may rest on damaged data. Reads
  //   continue.
  std::vector<rpc::Condition> Conditions();

 private:
  // Checks the newest entries, the kept head and the clock, as head_check.h describes. Then keeps
  // the head.
  void CheckLog(const Options& options);

  // Makes the policy in force the one that the ledger decides by. Called on the ledger's thread.
  const ledger::PolicyInForce* Decide();

  // Returns the terms of a report, by the calendar in force and this policy.
  ledger::Schedule ScheduleOf(const ledger::Record& record, bool entered,
                              const identity::Policy& policy) const;

  const identity::PolicyFile& policy_;
  // By which the ledger decides on its batch. Used on the ledger's thread only.
  std::shared_ptr<const identity::Policy> deciding_;
  ledger::PolicyInForce in_force_;  // of deciding_
  const Calendars& calendars_;
  const std::unique_ptr<Engine> engine_;
  HeadFile head_file_;
  runtime::GrowingValue log_size_;
  std::unique_ptr<ledger::Ledger> ledger_;  // set after the checks
  std::atomic<bool> damage_found_ = false;
  std::unique_ptr<FullCheck> full_check_;
  std::unique_ptr<PolicyRecording> policy_recording_;  // uses the ledger
  std::unique_ptr<TimeKeeping> time_keeping_;          // uses the ledger
  std::unique_ptr<StuckWatch> stuck_watch_;            // last: uses the engine
};

}  // namespace gongkai::workflow
