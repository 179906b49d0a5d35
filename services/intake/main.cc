// gongkai-intake: where departments file reports. Declaration order is lifetime order: the server
// stops before what its service uses goes.
#include <spdlog/spdlog.h>
#include <sysexits.h>

#include <cstdlib>
#include <exception>
#include <utility>
#include <variant>
#include <vector>

#include "services/intake/intake_host.h"
#include "services/server/certificate_installer.h"
#include "services/server/credentials.h"
#include "services/server/drain.h"
#include "services/server/executor.h"
#include "services/server/gate.h"
#include "services/server/log.h"
#include "services/server/options.h"
#include "services/server/peer.h"
#include "services/server/policy_file.h"
#include "services/server/server.h"
#include "services/server/signals.h"

namespace {

using namespace gongkai;  // NOLINT: the composition root names every module

int Fail(const Error& error) {
  spdlog::critical("{}", error.message);
  return EX_CONFIG;
}

int Serve(const server::Options& options) {
  auto policy = server::PolicyFile::Open(options.policy);
  if (!policy) return Fail(policy.error());
  auto certificates =
      server::CertificateInstaller::Start(options.certificates, options.data / "tls");
  if (!certificates) return Fail(certificates.error());
  const std::filesystem::path& installed = (*certificates)->installed();

  intake::IntakeHost host(options.data, {});
  server::Peer workflow("workflow", options.workflow,
                        server::MakeChannelCredentials(installed, "workflow"));
  server::Drain drain;
  server::Executor executor(
      {.threads = 16});  // most of the time they wait: for the disk, for workflow
  server::Gate gate(**policy, nullptr, executor, drain);
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(host.MakeService(gate, workflow));
  auto server = server::Server::Start(
      {.address = options.listen, .credentials = server::MakeServerCredentials(installed)}, drain,
      std::move(services));
  if (!server) return Fail(server.error());

  server::WaitForStop();
  (*server)->Stop(options.drain);
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) try {
  server::BlockSignals();
  const auto options =
      server::ParseOptions({.name = "gongkai-intake",
                            .about = "Takes in reports, their corrections and attachments.",
                            .calls_workflow = true},
                           argc, argv);
  if (const int* code = std::get_if<int>(&options)) return *code;
  server::StartLog("gongkai-intake", std::get<server::Options>(options).log_level);
  return Serve(std::get<server::Options>(options));
} catch (const std::exception& failure) {
  spdlog::critical("{}", failure.what());
  return EX_UNAVAILABLE;
}
