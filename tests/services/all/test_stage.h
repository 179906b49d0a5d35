// A stage service as a process of its own: it reaches the others over mutual TLS.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "tests/services/all/test_office.h"

namespace gongkai::all {

// Where nobody listens.
inline constexpr char kNowhere[] = "127.0.0.1:1";

class TestStage {
 public:
  using Make = std::function<std::unique_ptr<grpc::Service>(rpc::Gate& gate, rpc::Peer& workflow,
                                                            rpc::Peer& intake)>;

  // `name` is the service's, such as "review".
  TestStage(const TestOffice& office, const std::string& name, const std::string& intake_address,
            const Make& make)
      : workflow_("workflow", office.address(), Credentials(name)),
        intake_("intake", intake_address, Credentials(name)),
        gate_(office.policy(), nullptr, executor_, drain_, changes_) {
    std::vector<std::unique_ptr<grpc::Service>> services;
    services.push_back(make(gate_, workflow_, intake_));
    auto server = rpc::Server::Start(
        {.address = "127.0.0.1:0",
         .credentials = identity::MakeServerCredentials(Certificates().Of("service/" + name))},
        drain_, std::move(services));
    if (!server) throw std::runtime_error(server.error().message);
    server_ = *std::move(server);
  }

  void Stop(std::chrono::milliseconds budget) { server_->Stop(budget); }

  std::shared_ptr<grpc::Channel> As(const std::string& identity) const {
    return Dial("127.0.0.1:" + std::to_string(server_->port()), identity);
  }

 private:
  static std::shared_ptr<grpc::ChannelCredentials> Credentials(const std::string& name) {
    return identity::MakeChannelCredentials(Certificates().Of("service/" + name));
  }

  rpc::Peer workflow_;
  rpc::Peer intake_;
  runtime::Executor executor_{{}};
  runtime::Drain drain_;
  identity::ChangeQuota changes_{identity::ChangeQuota::Limit([] { return 0; })};
  rpc::Gate gate_;
  std::unique_ptr<rpc::Server> server_;
};

}  // namespace gongkai::all
