// Services that do what a test says, lies and failures included, behind real mutual TLS: what
// honest ones never do.
#pragma once

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "services/cli/commands/files.h"
#include "tests/services/cli/program.h"
#include "tests/support/test_certificates.h"
#include "tests/support/test_folder.h"

namespace gongkai::cli {

inline const support::TestCertificates& Certificates() {
  static const support::TestCertificates certificates;
  return certificates;
}

class Office {
 public:
  // `services` must outlive it. `identity` is whose certificate it shows; port 0 is any free one.
  explicit Office(const std::vector<grpc::Service*>& services,
                  const std::string& identity = "service/intake", int port = 0) {
    const auto folder = Certificates().Of(identity);
    grpc::SslServerCredentialsOptions options(
        GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
    options.pem_root_certs = support::ReadFile(folder / "ca.pem");
    options.pem_key_cert_pairs = {
        {support::ReadFile(folder / "key.pem"), support::ReadFile(folder / "cert.pem")}};
    grpc::ServerBuilder builder;
    builder.AddListeningPort("localhost:" + std::to_string(port),
                             grpc::SslServerCredentials(options), &port_);
    for (grpc::Service* service : services) builder.RegisterService(service);
    server_ = builder.BuildAndStart();
    if (server_ == nullptr) throw std::runtime_error("the port is taken");
  }

  int port() const { return port_; }

  // By which `gongkai` is user/zhang-wei and finds the office.
  std::vector<std::string> Environment() const {
    return {"GONGKAI_CERTIFICATES=" + Certificates().Of("user/zhang-wei").string(),
            "GONGKAI_SERVER=localhost:" + std::to_string(port_)};
  }

  Outcome Run(const std::vector<std::string>& arguments) const {
    return RunGongkai(arguments, Environment());
  }

 private:
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace gongkai::cli
