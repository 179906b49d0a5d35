// All four services in one process: for small offices, and for tests. They call each other as they
// do from process to process, over channels that stay inside.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <filesystem>
#include <memory>
#include <vector>

#include "services/intake/intake_host.h"
#include "services/server/change_quota.h"
#include "services/server/drain.h"
#include "services/server/executor.h"
#include "services/server/gate.h"
#include "services/server/local_token.h"
#include "services/server/peer.h"
#include "services/server/policy_file.h"
#include "services/server/server.h"
#include "services/server/stall_watch.h"
#include "services/server/streams.h"
#include "services/workflow/ledger_host.h"

namespace gongkai::all {

// Workflow and intake, which the others call, are served twice over the same stores: inside, on
// servers without a port, where the local token says which service calls; and outside with the
// rest, where certificates say who does and the token counts for nothing.
class Office {
 public:
  // The directory of data holds what those of the four processes hold. Throws what LedgerHost and
  // IntakeHost throw. `policy`, `changes` and `drain`, which is that of the server outside, must
  // outlive this.
  Office(const workflow::LedgerHost::Options& ledger, const server::PolicyFile& policy,
         server::Drain& drain, server::ChangeQuota& changes,
         const intake::IntakeHost::Options& options = {});

  // Every service, for the server outside; it must be gone before this is.
  std::vector<std::unique_ptr<grpc::Service>> MakeServices();

  // See LedgerHost.
  std::vector<server::Condition> Conditions() { return ledger_.Conditions(); }

 private:
  const server::LocalToken token_;
  workflow::LedgerHost ledger_;
  intake::IntakeHost contents_;

  // One executor a service: two that shared one would starve each other.
  server::Executor workflow_executor_;
  server::Executor intake_executor_;
  server::Executor review_executor_;
  server::Executor publish_executor_;
  server::Streams changes_;
  server::Streams publications_;
  server::Streams publication_downloads_;
  server::StallWatch publication_stalls_;

  server::Drain inside_drain_;
  server::Gate workflow_inside_;
  server::Gate intake_inside_;
  std::unique_ptr<server::Server> workflow_server_;
  server::Peer intake_to_workflow_;
  std::unique_ptr<intake::Collector> collector_;
  server::Peer review_to_workflow_;
  server::Peer publish_to_workflow_;
  std::unique_ptr<server::Server> intake_server_;
  server::Peer review_to_intake_;
  server::Peer publish_to_intake_;

  server::Gate workflow_gate_;
  server::Gate intake_gate_;
  server::Gate review_gate_;
  server::Gate publish_gate_;
};

}  // namespace gongkai::all
