// Runs a service process, from its command line to its exit. All our service processes use this.
#pragma once

#include <grpcpp/server_builder.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "services/lib/identity/policy_file.h"
#include "services/lib/rpc/conditions.h"
#include "services/lib/rpc/peer.h"
#include "services/lib/runtime/drain.h"
#include "services/lib/runtime/options.h"
#include "workflow/error/result.h"

namespace gongkai::rpc {

// Gives the services of a process what they need, and serves them. RunDaemon makes one Daemon per
// process. Must outlive the services.
class Daemon {
 public:
  // `options`, `policy` and `certificates` must outlive this.
  Daemon(const runtime::Options& options, const identity::PolicyFile& policy,
         const std::filesystem::path& certificates)
      : options_(options), policy_(policy), certificates_(certificates) {}

  const std::filesystem::path& data() const { return options_.data; }
  std::chrono::seconds grace() const { return options_.grace; }
  const runtime::Options& options() const { return options_; }
  const identity::PolicyFile& policy() const { return policy_; }
  runtime::Drain& drain() { return drain_; }

  // Each returns the service of that name, at the address that the command line gives.
  Peer Workflow() const;
  Peer Intake() const;

  // Serves until the process is told to stop, then stops the server and returns. Health reports
  // SERVING only while all `peers` are reached. Health reports SERVING for the services of a
  // condition only while the condition holds. `peers` must outlive the call. Errors: INTERNAL (the
  // address cannot be used).
  Status Serve(std::vector<std::unique_ptr<grpc::Service>> services, std::vector<Peer*> peers,
               std::vector<Condition> conditions);

 private:
  const runtime::Options& options_;
  const identity::PolicyFile& policy_;
  const std::filesystem::path& certificates_;
  runtime::Drain drain_;
};

// Runs the whole main function of a process: reads the command line, starts the log, locks the data
// directory, opens the policy and the certificates, and calls `serve`. Nothing in the data
// directory is touched before the lock is held. Changes of the policy and of the certificates are
// followed. Files that the process makes are for its own user only. Errors of the command line go
// to standard error, and all other errors go to the log.
//
// Returns the exit code: 0, 2 for an error of the command line, EX_CONFIG (78) for an error of
// `serve` or of the files, EX_UNAVAILABLE (69) for an exception.
//
//   Status Serve(Daemon& daemon) {
//     Peer workflow = daemon.Workflow();
//     return daemon.Serve(MakeServices(workflow), {&workflow}, {});
//   }
//
//   int main(int argc, char** argv) { return RunDaemon(kProcess, argc, argv, Serve); }
int RunDaemon(const runtime::Process& process, int argc, const char* const* argv,
              const std::function<Status(Daemon&)>& serve);

}  // namespace gongkai::rpc
