// Runs all four services in one process, for small offices and for tests. The services call each
// other as in separate processes, but over in-process channels.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <filesystem>
#include <memory>
#include <vector>

#include "services/intake/intake_host.h"
#include "services/lib/identity/change_quota.h"
#include "services/lib/identity/local_token.h"
#include "services/lib/identity/policy_file.h"
#include "services/lib/rpc/gate.h"
#include "services/lib/rpc/peer.h"
#include "services/lib/rpc/server.h"
#include "services/lib/runtime/drain.h"
#include "services/lib/runtime/executor.h"
#include "services/lib/runtime/stall_watch.h"
#include "services/lib/runtime/streams.h"
#include "services/workflow/ledger_host.h"

namespace gongkai::all {

// Owns all that the four services need in one process. The other services call workflow and intake,
// so these two are served twice over the same stores. The inner servers have no port, and the local
// token says which service calls. The outer server identifies callers by their certificates and
// ignores the token.
//
//   Office office(ledger, policy, calendars, drain, changes);
//   return daemon.Serve(office.MakeServices(), {}, office.Conditions());
class Office {
 public:
  // Opens the stores and starts the inner servers. The data directory, `ledger.data`, holds the
  // files of all four separate processes. Throws what LedgerHost and IntakeHost throw, and
  // std::runtime_error if an inner server cannot start. `drain` is the one of the outer server.
  // `policy`, `calendars`, `drain` and `changes` must outlive this.
  Office(const workflow::LedgerHost::Options& ledger, const identity::PolicyFile& policy,
         const workflow::Calendars& calendars, runtime::Drain& drain,
         identity::ChangeQuota& changes, const intake::IntakeHost::Options& options = {});

  // Returns every service, for the outer server. This must outlive that server.
  std::vector<std::unique_ptr<grpc::Service>> MakeServices();

  // Returns the conditions of LedgerHost::Conditions. This must outlive the conditions.
  std::vector<rpc::Condition> Conditions() { return ledger_.Conditions(); }

 private:
  const identity::PolicyFile& policy_;
  const identity::LocalToken token_;
  workflow::LedgerHost ledger_;
  intake::IntakeHost contents_;

  // Each service has its own executor, because two services with one executor would starve each
  // other.
  runtime::Executor workflow_executor_;
  runtime::Executor intake_executor_;
  runtime::Executor review_executor_;
  runtime::Executor publish_executor_;
  runtime::Streams changes_;
  runtime::Streams task_watchers_;
  runtime::Streams publications_;
  runtime::Streams publication_downloads_;
  runtime::StallWatch publication_stalls_;

  runtime::Drain inside_drain_;
  rpc::Gate workflow_inside_;
  rpc::Gate intake_inside_;
  std::unique_ptr<rpc::Server> workflow_server_;
  rpc::Peer intake_to_workflow_;
  std::unique_ptr<intake::Collector> collector_;
  std::unique_ptr<intake::Purger> purger_;
  rpc::Peer review_to_workflow_;
  rpc::Peer publish_to_workflow_;
  std::unique_ptr<rpc::Server> intake_server_;
  rpc::Peer review_to_intake_;
  rpc::Peer publish_to_intake_;

  rpc::Gate workflow_gate_;
  rpc::Gate intake_gate_;
  rpc::Gate review_gate_;
  rpc::Gate publish_gate_;
};

}  // namespace gongkai::all
