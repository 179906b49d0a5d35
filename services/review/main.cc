// gongkai-review: the reviewers' desk. Declaration order is lifetime order: the server stops before
// what its service uses goes.
#include <spdlog/spdlog.h>
#include <sysexits.h>

#include <cstdlib>
#include <exception>
#include <utility>
#include <variant>
#include <vector>

#include "services/review/review_service.h"
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
  const auto& tls = (*certificates)->installed();

  server::Peer workflow("workflow", options.workflow,
                        server::MakeChannelCredentials(tls, "workflow"));
  server::Peer intake("intake", options.intake, server::MakeChannelCredentials(tls, "intake"));
  server::Drain drain;
  server::Executor executor({});
  server::Gate gate(**policy, nullptr, executor, drain);
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(review::MakeReviewService(gate, workflow, intake));
  auto server = server::Server::Start(
      {.address = options.listen, .credentials = server::MakeServerCredentials(tls)}, drain,
      std::move(services));
  if (!server) return Fail(server.error());

  server::WaitForStop();
  (*server)->Stop(options.drain);
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) try {
  server::BlockSignals();
  const auto options = server::ParseOptions({.name = "gongkai-review",
                                             .about = "Serves the legal and the secrecy reviewers.",
                                             .calls_workflow = true,
                                             .calls_intake = true},
                                            argc, argv);
  if (const int* code = std::get_if<int>(&options)) return *code;
  server::StartLog("gongkai-review", std::get<server::Options>(options).log_level);
  return Serve(std::get<server::Options>(options));
} catch (const std::exception& failure) {
  spdlog::critical("{}", failure.what());
  return EX_UNAVAILABLE;
}
