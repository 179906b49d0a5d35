#include "services/server/daemon.h"

#include <spdlog/spdlog.h>
#include <sysexits.h>

#include <cstdlib>
#include <exception>
#include <utility>
#include <variant>

#include "services/server/certificate_installer.h"
#include "services/server/credentials.h"
#include "services/server/log.h"
#include "services/server/server.h"
#include "services/server/signals.h"

namespace gongkai::server {
namespace {

Status Run(const Process& process, const Options& options,
           const std::function<Status(Daemon&)>& serve) {
  const auto policy = PolicyFile::Open(options.policy);
  if (!policy) return policy.error();
  const auto certificates =
      CertificateInstaller::Start(options.certificates, options.data / "tls", process.identity);
  if (!certificates) return certificates.error();
  Daemon daemon(options, **policy, (*certificates)->installed());
  return serve(daemon);
}

}  // namespace

Peer Daemon::Workflow() const {
  return {"workflow", options_.workflow, MakeChannelCredentials(certificates_, "workflow")};
}

Peer Daemon::Intake() const {
  return {"intake", options_.intake, MakeChannelCredentials(certificates_, "intake")};
}

Status Daemon::Serve(std::vector<std::unique_ptr<grpc::Service>> services) {
  const auto server = Server::Start(
      {.address = options_.listen, .credentials = MakeServerCredentials(certificates_)}, drain_,
      std::move(services));
  if (!server) return server.error();
  WaitForStop();
  (*server)->Stop(options_.drain);
  return {};
}

int RunDaemon(const Process& process, int argc, const char* const* argv,
              const std::function<Status(Daemon&)>& serve) try {
  BlockSignals();
  const auto options = ParseOptions(process, argc, argv);
  if (const int* code = std::get_if<int>(&options)) return *code;
  StartLog(process.name, std::get<Options>(options).log_level);
  const Status outcome = Run(process, std::get<Options>(options), serve);
  if (outcome) return EXIT_SUCCESS;
  spdlog::critical("{}", outcome.error().message);
  return EX_CONFIG;
} catch (const std::exception& failure) {
  spdlog::critical("{}", failure.what());
  return EX_UNAVAILABLE;
}

}  // namespace gongkai::server
