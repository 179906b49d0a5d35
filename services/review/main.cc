// gongkai-review: the reviewers' desk. Declaration order is lifetime order: the server stops before
// what its service uses goes.
#include <memory>
#include <utility>
#include <vector>

#include "services/lib/catalog/services.h"
#include "services/lib/identity/change_quota.h"
#include "services/lib/rpc/daemon.h"
#include "services/lib/rpc/gate.h"
#include "services/lib/runtime/executor.h"
#include "services/lib/runtime/streams.h"
#include "services/review/review_service.h"

namespace {

using namespace gongkai;  // NOLINT: the composition root names every module

Status Serve(rpc::Daemon& daemon) {
  rpc::Peer workflow = daemon.Workflow();
  rpc::Peer intake = daemon.Intake();
  runtime::Executor executor({});
  runtime::Streams watchers(review::kWatchers);
  identity::ChangeQuota changes(daemon.policy());
  rpc::Gate gate(daemon.policy(), nullptr, executor, daemon.drain(), changes);
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(review::MakeReviewService(gate, watchers, workflow, intake));
  return daemon.Serve(std::move(services), {&workflow, &intake}, {});
}

}  // namespace

int main(int argc, char** argv) {
  return rpc::RunDaemon(runtime::ProcessOf(catalog::Find("review")), argc, argv, Serve);
}
