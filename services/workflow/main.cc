// gongkai-workflow: the state machine, the ledger and the audit API. Declaration order is lifetime
// order: the server stops before what its services use goes.
#include <spdlog/spdlog.h>
#include <sysexits.h>

#include <cstdlib>
#include <exception>
#include <variant>

#include "services/server/certificate_installer.h"
#include "services/server/credentials.h"
#include "services/server/drain.h"
#include "services/server/executor.h"
#include "services/server/gate.h"
#include "services/server/log.h"
#include "services/server/options.h"
#include "services/server/policy_file.h"
#include "services/server/server.h"
#include "services/server/signals.h"
#include "services/server/streams.h"
#include "services/workflow/ledger_host.h"

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

  workflow::LedgerHost host(options.data);
  server::Drain drain;
  server::Executor executor({.threads = 4});
  server::Streams streams({});
  server::Gate gate(**policy, nullptr, executor, drain);
  auto server = server::Server::Start(
      {.address = options.listen,
       .credentials = server::MakeServerCredentials((*certificates)->installed())},
      drain, host.MakeServices(gate, streams, **policy));
  if (!server) return Fail(server.error());

  server::WaitForStop();
  (*server)->Stop(options.drain);
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) try {
  server::BlockSignals();
  const auto options = server::ParseOptions(
      {.name = "gongkai-workflow", .about = "Holds the state of every report, and the ledger."},
      argc, argv);
  if (const int* code = std::get_if<int>(&options)) return *code;
  server::StartLog("gongkai-workflow", std::get<server::Options>(options).log_level);
  return Serve(std::get<server::Options>(options));
} catch (const std::exception& failure) {
  spdlog::critical("{}", failure.what());
  return EX_UNAVAILABLE;
}
