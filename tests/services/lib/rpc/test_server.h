// A server over mutual TLS whose few methods do what the test says.
#pragma once

#include <grpcpp/create_channel.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/lib/identity/credentials.h"
#include "services/lib/identity/local_token.h"
#include "services/lib/identity/policy_file.h"
#include "services/lib/rpc/follow.h"
#include "services/lib/rpc/gate.h"
#include "services/lib/rpc/server.h"
#include "services/lib/runtime/drain.h"
#include "services/lib/runtime/executor.h"
#include "services/lib/runtime/growing.h"
#include "services/lib/runtime/streams.h"
#include "tests/support/test_certificates.h"

namespace gongkai::rpc {

namespace wf = gongkai::workflow::v1;

inline constexpr char kGetRecord[] = "/gongkai.workflow.v1.WorkflowService/GetRecord";
inline constexpr char kListRecords[] = "/gongkai.workflow.v1.WorkflowService/ListRecords";
inline constexpr char kWatchChanges[] = "/gongkai.workflow.v1.WorkflowService/WatchChanges";

inline const support::TestCertificates& Certificates() {
  static const support::TestCertificates certificates;
  return certificates;
}

// Of the workflow service: the first method is answered on the executor, the second by whoever the
// test hands the reply to, the third follows what the test reads.
struct TestHandlers {
  std::function<Status(const Call&, const wf::GetRecordRequest&, wf::Record&)> get_record;
  std::function<void(UnaryReply&)> list_records;
  ReadPage<wf::WatchChangesResponse> watch_changes;
  Gate::Refused refused;                       // of the first method
  runtime::Cost cost = runtime::Cost::kSmall;  // the same
};

class TestServer {
 public:
  struct Options {
    runtime::Executor::Options executor = {.threads = 2, .queue = 16};
    runtime::Streams::Options streams;
    std::string address = "127.0.0.1:0";
    // Not that of the product: the machine may be busy with other tests.
    std::chrono::milliseconds longest_end = std::chrono::minutes(2);
  };

  explicit TestServer(TestHandlers handlers) : TestServer(Options{}, std::move(handlers)) {}

  TestServer(const Options& options, TestHandlers handlers)
      : handlers_(std::move(handlers)), streams_(options.streams), executor_(options.executor) {
    std::vector<std::unique_ptr<grpc::Service>> services;
    services.push_back(std::make_unique<Service>(*this));
    auto server = Server::Start(
        {.address = options.address,
         .credentials = identity::MakeServerCredentials(Certificates().Of("service/workflow")),
         .longest_end = options.longest_end},
        drain_, std::move(services));
    if (!server) throw std::runtime_error(server.error().message);
    server_ = *std::move(server);
  }

  Server& server() { return *server_; }
  runtime::Drain& drain() { return drain_; }
  runtime::GrowingValue& signal() { return signal_; }
  const identity::LocalToken& local() const { return local_; }
  std::string address() const { return "127.0.0.1:" + std::to_string(server_->port()); }

  // A connection of its own, with the certificate in this folder.
  std::shared_ptr<grpc::Channel> ChannelWith(const std::filesystem::path& certificates) const {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(
        address(), identity::MakeChannelCredentials(certificates, "workflow"), arguments);
  }
  std::shared_ptr<grpc::Channel> ChannelAs(const std::string& identity) const {
    return ChannelWith(Certificates().Of(identity));
  }
  std::unique_ptr<wf::WorkflowService::Stub> StubAs(const std::string& identity) const {
    return wf::WorkflowService::NewStub(ChannelAs(identity));
  }

 private:
  class Service final : public wf::WorkflowService::CallbackService {
   public:
    explicit Service(TestServer& server) : server_(server) {}

    grpc::ServerUnaryReactor* GetRecord(grpc::CallbackServerContext* context,
                                        const wf::GetRecordRequest* request,
                                        wf::Record* response) override {
      const Gate::Work work = [=, this](const Call& call) {
        return server_.handlers_.get_record(call, *request, *response);
      };
      if (!server_.handlers_.refused) {
        return server_.gate_.Unary(context, kGetRecord, work, server_.handlers_.cost);
      }
      return server_.gate_.Change(context, kGetRecord, false, work, server_.handlers_.refused);
    }

    grpc::ServerUnaryReactor* ListRecords(grpc::CallbackServerContext* context,
                                          const wf::ListRecordsRequest* /*request*/,
                                          wf::ListRecordsResponse* /*response*/) override {
      return server_.gate_.UnaryAsync(context, kListRecords, server_.handlers_.list_records);
    }

    grpc::ServerWriteReactor<wf::WatchChangesResponse>* WatchChanges(
        grpc::CallbackServerContext* context, const wf::WatchChangesRequest* request) override {
      return Follow<wf::WatchChangesResponse>(
          server_.gate_, server_.streams_, server_.signal_, *context, kWatchChanges,
          static_cast<std::uint64_t>(request->from_position()), server_.handlers_.watch_changes);
    }

   private:
    TestServer& server_;
  };

  static std::unique_ptr<identity::PolicyFile> OpenPolicy() {
    auto policy = identity::OpenPolicy(GONGKAI_SOURCE_DIR "/deploy/policy.yaml");
    if (!policy) throw std::runtime_error(policy.error().message);
    return *std::move(policy);
  }

  const TestHandlers handlers_;
  const std::unique_ptr<identity::PolicyFile> policy_ = OpenPolicy();
  const identity::LocalToken local_;
  runtime::Drain drain_;
  runtime::GrowingValue signal_;
  runtime::Streams streams_;
  runtime::Executor executor_;
  identity::ChangeQuota quota_{*policy_};
  Gate gate_{*policy_, &local_, executor_, drain_, quota_};
  std::unique_ptr<Server> server_;
};

}  // namespace gongkai::rpc
