// gongkai-publish: makes cleared reports public. Declaration order is lifetime order: the server
// stops before what its service uses goes.
#include <memory>
#include <utility>
#include <vector>

#include "services/lib/identity/change_quota.h"
#include "services/lib/rpc/daemon.h"
#include "services/lib/rpc/gate.h"
#include "services/lib/runtime/executor.h"
#include "services/lib/runtime/streams.h"
#include "services/publish/publish_service.h"

namespace {

using namespace gongkai;  // NOLINT: the composition root names every module

Status Serve(server::Daemon& daemon) {
  server::Peer workflow = daemon.Workflow();
  server::Peer intake = daemon.Intake();
  server::Executor executor({});
  server::Streams followers(publish::kFollowers);
  server::Streams downloads(publish::kDownloads);
  server::StallWatch stalls(publish::kStall);
  server::ChangeQuota changes(daemon.policy());
  server::Gate gate(daemon.policy(), nullptr, executor, daemon.drain(), changes);
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(publish::MakePublishService({.gate = gate,
                                                  .followers = followers,
                                                  .downloads = downloads,
                                                  .stalls = stalls,
                                                  .workflow = workflow,
                                                  .intake = intake}));
  return daemon.Serve(std::move(services), {&workflow, &intake}, {});
}

}  // namespace

int main(int argc, char** argv) {
  return server::RunDaemon({.name = "gongkai-publish",
                            .about = "Makes cleared reports public, and tells what is public.",
                            .identity = "service/publish",
                            .calls_workflow = true,
                            .calls_intake = true},
                           argc, argv, Serve);
}
