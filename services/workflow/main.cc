// gongkai-workflow: the state machine, the ledger and the audit API. Declaration order is lifetime
// order: the server stops before what its services use goes.
#include <utility>
#include <vector>

#include "services/lib/catalog/services.h"
#include "services/lib/identity/change_quota.h"
#include "services/lib/rpc/daemon.h"
#include "services/lib/rpc/gate.h"
#include "services/lib/runtime/executor.h"
#include "services/lib/runtime/streams.h"
#include "services/workflow/api/service_context.h"
#include "services/workflow/deadline/calendars.h"
#include "services/workflow/ledger_host.h"

namespace {

using namespace gongkai;  // NOLINT: the composition root names every module

Status Serve(rpc::Daemon& daemon) {
  const auto calendars = workflow::Calendars::Open(daemon.options().calendar);
  if (!calendars) return calendars.error();
  workflow::LedgerHost host({.data = daemon.data(),
                             .accept_head = daemon.options().accept_head,
                             .accept_clock = daemon.options().accept_clock},
                            daemon.policy(), **calendars);
  runtime::Executor executor({.threads = workflow::kReadThreads});
  runtime::Streams streams(workflow::kStreams);
  identity::ChangeQuota changes(daemon.policy());
  rpc::Gate gate(daemon.policy(), nullptr, executor, daemon.drain(), changes);
  std::vector<rpc::Condition> conditions = host.Conditions();
  conditions.push_back(rpc::RoomBelow(daemon.data(), {"gongkai.workflow.v1.WorkflowService"}));
  return daemon.Serve(host.MakeServices(gate, streams), {}, std::move(conditions));
}

}  // namespace

int main(int argc, char** argv) {
  return rpc::RunDaemon(runtime::ProcessOf(catalog::Find("workflow")), argc, argv, Serve);
}
