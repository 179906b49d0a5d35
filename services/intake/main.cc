// gongkai-intake: where departments file reports. Declaration order is lifetime order: the server
// stops before what its service uses goes.
#include <memory>
#include <utility>
#include <vector>

#include "services/intake/intake_host.h"
#include "services/lib/catalog/services.h"
#include "services/lib/extraction/extractor.h"
#include "services/lib/identity/change_quota.h"
#include "services/lib/rpc/daemon.h"
#include "services/lib/rpc/gate.h"
#include "services/lib/runtime/executor.h"

namespace {

using namespace gongkai;  // NOLINT: the composition root names every module

Status Serve(rpc::Daemon& daemon) {
  intake::IntakeHost host(
      daemon.data(),
      {.department_bytes =
           [&daemon] { return daemon.policy().current()->quotas().department_bytes; },
       .grace = daemon.grace(),
       .read = [extractor = extraction::Extractor({.time = intake::kReadTime})](
                   const std::string& name,
                   std::string_view bytes) { return extractor.Read(name, bytes); }});
  rpc::Peer workflow = daemon.Workflow();
  const std::unique_ptr<intake::Collector> collector = host.MakeCollector(workflow);
  const std::unique_ptr<intake::Purger> purger = host.MakePurger(workflow);
  runtime::Executor executor(
      {.threads = 32});  // most of the time they wait: for the disk, for workflow
  identity::ChangeQuota changes(daemon.policy());
  rpc::Gate gate(daemon.policy(), nullptr, executor, daemon.drain(), changes);
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(host.MakeService(gate, workflow));
  return daemon.Serve(std::move(services), {&workflow},
                      {rpc::RoomBelow(daemon.data(), {"gongkai.intake.v1.IntakeService"})});
}

}  // namespace

int main(int argc, char** argv) {
  return rpc::RunDaemon(runtime::ProcessOf(catalog::Find("intake")), argc, argv, Serve);
}
