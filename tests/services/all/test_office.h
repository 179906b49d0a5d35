// All four services, served over mutual TLS as clients know them, and the people of the policy for
// development as their clients.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/publish/v1/publish_service.grpc.pb.h"
#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/all/office.h"
#include "services/lib/identity/credentials.h"
#include "services/lib/rpc/status.h"
#include "tests/support/test_certificates.h"

namespace gongkai::all {

inline const support::TestCertificates& Certificates() {
  static const support::TestCertificates certificates;
  return certificates;
}

inline std::unique_ptr<identity::PolicyFile> OpenPolicy(const std::filesystem::path& file) {
  auto policy = identity::OpenPolicy(file);
  if (!policy) throw std::runtime_error(policy.error().message);
  return *std::move(policy);
}

// A connection of its own, by `identity`.
inline std::shared_ptr<grpc::Channel> Dial(const std::string& address,
                                           const std::string& identity) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 500);
  return grpc::CreateCustomChannel(
      address, identity::MakeChannelCredentials(Certificates().Of(identity)), arguments);
}

// One call, as a client makes it. The error is what the server answered.
template <class Stub, class Request, class Response>
Result<Response> Call(const std::shared_ptr<grpc::Channel>& channel,
                      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                      const Request& request) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  context.set_wait_for_ready(true);
  Response response;
  const grpc::Status status = (Stub(channel).*method)(&context, request, &response);
  if (!status.ok()) return rpc::FromGrpcStatus(status, "the server");
  return response;
}

class TestOffice {
 public:
  explicit TestOffice(const std::filesystem::path& policy = GONGKAI_SOURCE_DIR
                      "/deploy/policy.yaml",
                      const std::filesystem::path& calendar = {})
      : policy_(OpenPolicy(policy)), calendars_(*workflow::Calendars::Open(calendar)) {
    Start("127.0.0.1:0");
  }
  ~TestOffice() { Stop(); }

  void Stop() {
    if (server_) server_->Stop(std::chrono::seconds(5));
    server_.reset();
    office_.reset();
    drain_.reset();
  }

  // On the same port, over the same data.
  void Start() { Start(address()); }

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  const std::filesystem::path& data() const { return data_.path(); }
  const identity::PolicyFile& policy() const { return *policy_; }

  std::shared_ptr<grpc::Channel> As(const std::string& identity) {
    std::shared_ptr<grpc::Channel>& channel = channels_[identity];
    if (!channel) channel = Dial(address(), identity);
    return channel;
  }

  template <class Stub, class Request, class Response>
  Result<Response> Call(const std::string& identity,
                        grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                     Response*),
                        const Request& request) {
    return all::Call(As(identity), method, request);
  }

 private:
  void Start(const std::string& address) {
    drain_ = std::make_unique<runtime::Drain>();
    office_ = std::make_unique<Office>(workflow::LedgerHost::Options{.data = data_.path()},
                                       *policy_, *calendars_, *drain_, changes_);
    auto server = rpc::Server::Start(
        {.address = address,
         .credentials = identity::MakeServerCredentials(Certificates().Of("service/all"))},
        *drain_, office_->MakeServices());
    if (!server) throw std::runtime_error(server.error().message);
    server_ = *std::move(server);
    port_ = server_->port();
  }

  const support::TestFolder data_;
  const std::unique_ptr<identity::PolicyFile> policy_;
  const std::unique_ptr<workflow::Calendars> calendars_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
  identity::ChangeQuota changes_{identity::ChangeQuota::Limit([] { return 0; })};
  std::unique_ptr<runtime::Drain> drain_;
  std::unique_ptr<Office> office_;
  std::unique_ptr<rpc::Server> server_;
  int port_ = 0;
};

}  // namespace gongkai::all
