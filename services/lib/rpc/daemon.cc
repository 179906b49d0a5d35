#include "services/lib/rpc/daemon.h"

#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <sysexits.h>

#include <cstdlib>
#include <exception>
#include <utility>
#include <variant>

#include "services/lib/identity/certificate_installer.h"
#include "services/lib/identity/credentials.h"
#include "services/lib/rpc/conditions.h"
#include "services/lib/rpc/peer_health.h"
#include "services/lib/rpc/server.h"
#include "services/lib/runtime/data_directory.h"
#include "services/lib/runtime/log.h"
#include "services/lib/runtime/signals.h"

namespace gongkai::rpc {
namespace {

// Whatever the process makes is for its own user only: drafts, keys, the ledger.
constexpr mode_t kPrivate = 0077;

Status Run(const runtime::Process& process, const runtime::Options& options,
           const std::function<Status(Daemon&)>& serve) {
  const auto data = runtime::DataDirectory::Take(options.data);
  if (!data) return data.error();
  const auto policy = identity::OpenPolicy(options.policy);
  if (!policy) return policy.error();
  const auto certificates = identity::CertificateInstaller::Start(
      options.certificates, options.data / "tls", process.identity);
  if (!certificates) return certificates.error();
  Daemon daemon(options, **policy, (*certificates)->installed());
  return serve(daemon);
}

}  // namespace

Peer Daemon::Workflow() const {
  return {"workflow", options_.workflow,
          identity::MakeChannelCredentials(certificates_, "workflow"), options_.use_proxy};
}

Peer Daemon::Intake() const {
  return {"intake", options_.intake, identity::MakeChannelCredentials(certificates_, "intake"),
          options_.use_proxy};
}

Status Daemon::Serve(std::vector<std::unique_ptr<grpc::Service>> services, std::vector<Peer*> peers,
                     std::vector<Condition> conditions) {
  const auto server = Server::Start({.address = options_.listen,
                                     .credentials = identity::MakeServerCredentials(certificates_),
                                     .ready = peers.empty()},
                                    drain_, std::move(services));
  if (!server) return server.error();
  const PeerHealth peer_health((*server)->health(), std::move(peers));
  const Conditions watched((*server)->health(), std::move(conditions));
  runtime::WaitForStop();
  (*server)->Stop(options_.drain);
  return {};
}

int RunDaemon(const runtime::Process& process, int argc, const char* const* argv,
              const std::function<Status(Daemon&)>& serve) try {
  runtime::BlockSignals();
  umask(kPrivate);
  const auto options = runtime::ParseOptions(process, argc, argv);
  if (const int* code = std::get_if<int>(&options)) return *code;
  runtime::StartLog(process.name, std::get<runtime::Options>(options).log_level);
  const Status outcome = Run(process, std::get<runtime::Options>(options), serve);
  if (outcome) return EXIT_SUCCESS;
  spdlog::critical("{}", outcome.error().message);
  return EX_CONFIG;
} catch (const std::exception& failure) {
  spdlog::critical("{}", failure.what());
  return EX_UNAVAILABLE;
}

}  // namespace gongkai::rpc
