// gongkai-publish: makes cleared reports public. Declaration order is lifetime order: the server
// stops before what its service uses goes.
#include <memory>
#include <utility>
#include <vector>

#include "services/lib/catalog/services.h"
#include "services/lib/identity/change_quota.h"
#include "services/lib/rpc/daemon.h"
#include "services/lib/rpc/gate.h"
#include "services/lib/runtime/executor.h"
#include "services/lib/runtime/streams.h"
#include "services/publish/publish_service.h"

namespace {

using namespace gongkai;  // NOLINT: the composition root names every module

Status Serve(rpc::Daemon& daemon) {
  rpc::Peer workflow = daemon.Workflow();
  rpc::Peer intake = daemon.Intake();
  runtime::Executor executor({});
  runtime::Streams followers(publish::kFollowers);
  runtime::Streams downloads(publish::kDownloads);
  runtime::StallWatch stalls(publish::kStall);
  identity::ChangeQuota changes(daemon.policy());
  rpc::Gate gate(daemon.policy(), nullptr, executor, daemon.drain(), changes);
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(publish::MakePublishService({.policy = daemon.policy(),
                                                  .gate = gate,
                                                  .followers = followers,
                                                  .downloads = downloads,
                                                  .stalls = stalls,
                                                  .workflow = workflow,
                                                  .intake = intake}));
  return daemon.Serve(std::move(services), {&workflow, &intake}, {});
}

}  // namespace

int main(int argc, char** argv) {
  return rpc::RunDaemon(runtime::ProcessOf(catalog::Find("publish")), argc, argv, Serve);
}
