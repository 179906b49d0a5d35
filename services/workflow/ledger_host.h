// The ledger with everything it stands on, in lifetime order: file, checks, writer, readers. What
// the process gongkai-workflow and the process with all services in it have in common.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <vector>

#include "services/server/conditions.h"
#include "services/server/gate.h"
#include "services/server/policy_file.h"
#include "services/server/signal.h"
#include "services/server/streams.h"
#include "services/storage/database.h"
#include "services/workflow/full_check.h"
#include "services/workflow/head_file.h"
#include "services/workflow/ledger_store.h"
#include "services/workflow/log_reader.h"
#include "workflow/ledger/ledger.h"

namespace gongkai::workflow {

// The threads of the executor that reads the ledger. One caller has half of them, and half of the
// threads of the streams: he holds up nobody who reads, for each thread has a connection.
inline constexpr int kReadThreads = 8;

class LedgerHost {
 public:
  struct Options {
    std::filesystem::path data;  // the directory of ledger.db and ledger.head
    bool accept_head =
        false;  // serve the log though it does not continue the one that was served before
    bool accept_clock = false;  // serve though the clock is more than a day off the newest entry
  };

  // Throws storage::Error if the log cannot be opened, is damaged, or is refused as the options
  // say. `policy` must outlive this.
  LedgerHost(const Options& options, const server::PolicyFile& policy);

  // Returns the services of the process, which must be gone before this is.
  std::vector<std::unique_ptr<grpc::Service>> MakeServices(server::Gate& gate,
                                                           server::Streams& streams);

  // Returns what health tells beside the services. This must outlive it.
  // "clock": the clock is at most 1 s behind the newest entry; while it is behind, entries get that
  // entry's time.
  // "log", and the workflow service: the check of the whole log has found no damage so far. Where
  // it has, every change is refused, for nobody knows what else a decision stands on; reads go on.
  std::vector<server::Condition> Conditions();

 private:
  // Checks what must hold before the log is served.
  void CheckLog(const Options& options);
  // Has the ledger record the revocations of the policy in force that it has not recorded yet.
  void RecordRevocations();

  const server::PolicyFile& policy_;
  storage::Database database_;
  HeadFile head_file_;
  LedgerStore store_;
  LogReader log_;
  server::Signal log_size_;
  std::unique_ptr<ledger::Ledger> ledger_;  // from the end of the checks on
  std::atomic<bool> damage_found_ = false;
  std::unique_ptr<FullCheck> full_check_;
  server::Signal::Subscription policy_changes_;  // last: it uses all of the above
};

}  // namespace gongkai::workflow
