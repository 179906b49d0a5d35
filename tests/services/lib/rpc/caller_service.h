// A server that tells its callers who they are: WorkflowService.GetRecord answers with the caller
// in the record's fields, or with the error that refuses the call.
#pragma once

#include <gongkai/workflow/v1/workflow_service.grpc.pb.h>
#include <grpcpp/grpcpp.h>

#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

#include "services/lib/identity/caller.h"
#include "services/lib/identity/policy.h"
#include "services/lib/rpc/status.h"

namespace gongkai::rpc {

class CallerService final : public workflow::v1::WorkflowService::CallbackService {
 public:
  CallerService(identity::Policy policy, const identity::LocalToken* local)
      : policy_(std::move(policy)), local_(local) {}

  // From how many connections calls have come.
  std::size_t connections() const {
    const std::lock_guard lock(mutex_);
    return peers_.size();
  }

  // Refuses every call from now on.
  void Refuse(Error error) {
    const std::lock_guard lock(mutex_);
    refusal_ = std::move(error);
  }

  grpc::ServerUnaryReactor* GetRecord(grpc::CallbackServerContext* context,
                                      const workflow::v1::GetRecordRequest* /*request*/,
                                      workflow::v1::Record* response) override {
    auto* reactor = context->DefaultReactor();
    reactor->Finish(Answer(*context, response));
    return reactor;
  }

 private:
  grpc::Status Answer(const grpc::CallbackServerContext& context, workflow::v1::Record* response) {
    const std::lock_guard lock(mutex_);
    peers_.insert(context.peer());
    if (refusal_) return ToGrpcStatus(*refusal_);
    const Result<machine::Actor> caller = identity::ReadCaller(context, policy_, local_);
    if (!caller) return ToGrpcStatus(caller.error());
    response->set_creator(caller->id.text());
    response->set_department(caller->department);
    response->set_claimed_by(caller->via);
    response->set_etag(caller->service);
    response->add_contributors(caller->on_behalf_of.text());
    return grpc::Status::OK;
  }

  const identity::Policy policy_;
  const identity::LocalToken* const local_;
  mutable std::mutex mutex_;
  std::set<std::string> peers_;
  std::optional<Error> refusal_;
};

// The service on a port of its own.
class CallerServer {
 public:
  explicit CallerServer(identity::Policy policy, const identity::LocalToken* local = nullptr)
      : service(std::move(policy), local) {}

  ~CallerServer() { Stop(); }

  // On `port`, 0 for any free one.
  void Start(const std::shared_ptr<grpc::ServerCredentials>& credentials, int port = 0) {
    grpc::ServerBuilder builder;
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.AddListeningPort("127.0.0.1:" + std::to_string(port), credentials, &port_);
    builder.RegisterService(&service);
    server_ = builder.BuildAndStart();
    if (server_ == nullptr) throw std::runtime_error("no server");
  }

  void Stop() {
    if (server_ != nullptr) server_->Shutdown(std::chrono::system_clock::now());
    server_.reset();
  }

  int port() const { return port_; }
  std::string Address(const std::string& host = "127.0.0.1") const {
    return host + ":" + std::to_string(port_);
  }
  std::shared_ptr<grpc::Channel> InProcess() { return server_->InProcessChannel({}); }

  CallerService service;

 private:
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

// The identities that the tests speak of.
inline identity::Policy TestPolicy() {
  return *identity::Policy::Parse(R"(
vacant: [PUBLISHER, AUDITOR]
identities:
  service/workflow: {service: workflow}
  service/intake: {service: intake}
  user/zhang-wei: {department: 清河县人民政府办公室, roles: [DRAFTER]}
  user/wang-fang: {department: 法规科, roles: [LEGAL_REVIEWER]}
  user/chen-jie: {department: 保密办, roles: [SECRECY_REVIEWER]}
  bot/pipeline: {department: 清河县人民政府办公室, roles: [DRAFTER], on_behalf_of: user/zhang-wei}
...
)");
}

}  // namespace gongkai::rpc
