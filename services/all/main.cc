// gongkai-all: the four services in one process. Declaration order is lifetime order: the server
// stops before what its services use goes.
#include <spdlog/spdlog.h>
#include <sysexits.h>

#include <cstdlib>
#include <exception>
#include <variant>

#include "services/all/office.h"
#include "services/server/certificate_installer.h"
#include "services/server/credentials.h"
#include "services/server/drain.h"
#include "services/server/log.h"
#include "services/server/options.h"
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

  server::Drain drain;
  all::Office office(options.data, **policy, drain);
  auto server = server::Server::Start(
      {.address = options.listen,
       .credentials = server::MakeServerCredentials((*certificates)->installed())},
      drain, office.MakeServices());
  if (!server) return Fail(server.error());

  server::WaitForStop();
  (*server)->Stop(options.drain);
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) try {
  server::BlockSignals();
  const auto options = server::ParseOptions(
      {.name = "gongkai-all", .about = "All four services in one process, for small offices."},
      argc, argv);
  if (const int* code = std::get_if<int>(&options)) return *code;
  server::StartLog("gongkai-all", std::get<server::Options>(options).log_level);
  return Serve(std::get<server::Options>(options));
} catch (const std::exception& failure) {
  spdlog::critical("{}", failure.what());
  return EX_UNAVAILABLE;
}
