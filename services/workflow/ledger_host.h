// The ledger with everything it stands on, in lifetime order: file, checks, writer, readers. What
// the process gongkai-workflow and the process with all services in it have in common.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include <grpcpp/impl/service_type.h>

#include "services/server/gate.h"
#include "services/server/policy_file.h"
#include "services/server/signal.h"
#include "services/server/streams.h"
#include "services/storage/database.h"
#include "services/workflow/full_check.h"
#include "services/workflow/ledger_store.h"
#include "services/workflow/log_reader.h"
#include "workflow/ledger/ledger.h"

namespace gongkai::workflow {

class LedgerHost {
 public:
  // Opens `data`/ledger.db and checks the head of the log. Throws storage::Error if this program
  // may not serve it. When the store fails later the process ends at once with code 70
  // (EX_SOFTWARE): what is on disk is unknown, and restart decides.
  explicit LedgerHost(const std::filesystem::path& data);

  // WorkflowService and AuditService. The arguments must outlive them, as this must.
  std::vector<std::unique_ptr<grpc::Service>> MakeServices(server::Gate& gate,
                                                           server::Streams& streams,
                                                           const server::PolicyFile& policy);

 private:
  storage::Database database_;
  LedgerStore store_;
  LogReader log_;
  server::Signal log_size_;
  ledger::Ledger ledger_;
  FullCheck full_check_;
};

}  // namespace gongkai::workflow
