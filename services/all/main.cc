// gongkai-all: the four services in one process. Declaration order is lifetime order: the server
// stops before what its services use goes.
#include "services/all/office.h"
#include "services/lib/extraction/extractor.h"
#include "services/lib/identity/change_quota.h"
#include "services/lib/rpc/daemon.h"
#include "services/workflow/deadline/calendars.h"

namespace {

using namespace gongkai;  // NOLINT: the composition root names every module

Status Serve(rpc::Daemon& daemon) {
  const auto calendars = workflow::Calendars::Open(daemon.options().calendar);
  if (!calendars) return calendars.error();
  identity::ChangeQuota changes(daemon.policy());
  all::Office office(
      {.data = daemon.data(),
       .accept_head = daemon.options().accept_head,
       .accept_clock = daemon.options().accept_clock},
      daemon.policy(), **calendars, daemon.drain(), changes,
      {.department_bytes =
           [&daemon] { return daemon.policy().current()->quotas().department_bytes; },
       .grace = daemon.grace(),
       .read = [extractor = extraction::Extractor({.time = intake::kReadTime})](
                   const std::string& name,
                   std::string_view bytes) { return extractor.Read(name, bytes); }});
  std::vector<rpc::Condition> conditions = office.Conditions();
  conditions.push_back(rpc::RoomBelow(
      daemon.data(), {"gongkai.workflow.v1.WorkflowService", "gongkai.intake.v1.IntakeService"}));
  return daemon.Serve(office.MakeServices(), {}, std::move(conditions));
}

}  // namespace

int main(int argc, char** argv) {
  return rpc::RunDaemon({.name = "gongkai-all",
                         .about = "All four services in one process, for small offices.",
                         .identity = base::ActorId::OfService("all"),
                         .keeps_content = true,
                         .keeps_ledger = true},
                        argc, argv, Serve);
}
