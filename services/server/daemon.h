// What every process of ours does alike, from its command line to its end.
#pragma once

#include <grpcpp/server_builder.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "services/server/conditions.h"
#include "services/server/drain.h"
#include "services/server/options.h"
#include "services/server/peer.h"
#include "services/server/policy_file.h"
#include "workflow/error/result.h"

namespace gongkai::server {

// What the services of a process stand on. Outlives them.
class Daemon {
 public:
  Daemon(const Options& options, const PolicyFile& policy,
         const std::filesystem::path& certificates)
      : options_(options), policy_(policy), certificates_(certificates) {}

  const std::filesystem::path& data() const { return options_.data; }
  std::chrono::seconds grace() const { return options_.grace; }
  const Options& options() const { return options_; }
  const PolicyFile& policy() const { return policy_; }
  Drain& drain() { return drain_; }

  // The service of that name at the address the command line gives.
  Peer Workflow() const;
  Peer Intake() const;

  // Serves until the process is told to stop, and has stopped when it returns. Health says SERVING
  // only while `peers`, which must outlive the call, are reached, and of the services of each of
  // `conditions` only while it holds. Errors: INTERNAL when the address cannot be used.
  Status Serve(std::vector<std::unique_ptr<grpc::Service>> services, std::vector<Peer*> peers,
               std::vector<Condition> conditions);

 private:
  const Options& options_;
  const PolicyFile& policy_;
  const std::filesystem::path& certificates_;
  Drain drain_;
};

// The whole of a process's main: reads the command line, starts the log, takes the data directory,
// before which nothing in it is touched, opens the policy and the certificates, which both are
// followed when they change, and calls `serve`. Files that the process makes are for its own user
// only. Everything that is
// wrong is told on the log. Returns the code to exit with: 0, 2 for the command line, EX_CONFIG
// (78) for what `serve` or the files refuse with, EX_UNAVAILABLE (69) for what is thrown.
int RunDaemon(const Process& process, int argc, const char* const* argv,
              const std::function<Status(Daemon&)>& serve);

}  // namespace gongkai::server
