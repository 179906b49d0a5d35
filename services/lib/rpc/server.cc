#include "services/lib/rpc/server.h"

#include <absl/synchronization/mutex.h>
#include <grpc/support/time.h>
#include <grpcpp/impl/server_builder_option.h>
#include <grpcpp/impl/server_initializer.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/server_builder.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <utility>

#include "services/lib/rpc/library_log.h"
#include "services/lib/rpc/peer.h"
#include "services/lib/rpc/requests.h"
#include "services/lib/rpc/transports.h"

namespace gongkai::rpc {
namespace {

using ConnectionTaker = grpc::experimental::ExternalConnectionAcceptor;
using std::chrono::milliseconds;

constexpr milliseconds kStreamGrace(500);      // for the last words of streams, after the budget
constexpr milliseconds kConnectionGrace(500);  // for their answers to go out, after the streams
constexpr int kHardExitCode = 70;              // EX_SOFTWARE

// Tells the names of the services once all are registered: only a plugin is told them.
class NamesPlugin final : public grpc::ServerBuilderPlugin {
 public:
  using Told = std::function<void(const std::vector<std::string>&)>;

  explicit NamesPlugin(Told told) : told_(std::move(told)) {}
  std::string name() override { return "gongkai_service_names"; }
  void InitServer(grpc::ServerInitializer* /*server*/) override {}
  void Finish(grpc::ServerInitializer* server) override { told_(*server->GetServiceList()); }
  void ChangeArguments(const std::string& /*name*/, void* /*value*/) override {}

 private:
  const Told told_;
};

class NamesOption final : public grpc::ServerBuilderOption {
 public:
  explicit NamesOption(NamesPlugin::Told told) : told_(std::move(told)) {}
  void UpdateArguments(grpc::ChannelArguments* /*arguments*/) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    plugins->push_back(std::make_unique<NamesPlugin>(told_));
  }

 private:
  const NamesPlugin::Told told_;
};

void SetLimits(grpc::ServerBuilder& builder, int max_request_bytes) {
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 256);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 8 << 10);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_ENABLE_CHANNELZ, 1);  // for Transports
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, 600'000);
  // Our pings find clients that have vanished with a stream open; theirs may come every 10 s. A
  // process that calls nobody looks at its connections every 5 s only, and then at one: with 20 s
  // to answer, six connections that had been left alone were lost, and the next calls failed.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 60'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 120'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  builder.SetMaxReceiveMessageSize(max_request_bytes);
  // A megabyte that unpacks to a gigabyte has no use here.
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  builder.SetResourceQuota(grpc::ResourceQuota("gongkai").Resize(256U << 20U));
}

// Each connection is a file, and the usual soft limit of 1,024 is soon reached.
void RaiseFileLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// Debian's Abseil looks for deadlocks at each lock of gRPC's, under one lock of the whole process.
// What is not for debugging does without.
void EndSearchForDeadlocks() {
#ifdef NDEBUG
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
#endif
}

// Calls `action` after `delay`, on a thread, unless the destructor of the thread comes first.
std::jthread After(milliseconds delay, std::function<void()> action) {
  return std::jthread([delay, action = std::move(action)](const std::stop_token& stopped) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stopped, delay, [] { return false; });
    if (!stopped.stop_requested()) action();
  });
}

// A call that never finishes would hold grpc::Server::Shutdown for ever, whatever its deadline.
void ExitHard(milliseconds after) {
  spdlog::critical("a call has not finished {} ms after the end; exiting", after.count());
  _exit(kHardExitCode);
}

}  // namespace

Server::Server(runtime::Drain& drain, std::vector<std::unique_ptr<grpc::Service>> services)
    : drain_(drain), services_(std::move(services)), health_(drain), reflection_(drain) {}

Result<std::unique_ptr<Server>> Server::Start(
    const Options& options, runtime::Drain& drain,
    std::vector<std::unique_ptr<grpc::Service>> services) {
  LogLibraries();
  EndSearchForDeadlocks();
  RaiseFileLimit();
  std::unique_ptr<Server> server(new Server(drain, std::move(services)));
  server->health_.SetReady(options.ready);
  server->longest_end_ = options.longest_end;
  std::optional<runtime::Listener> listener;
  if (!options.address.empty()) {
    Result<runtime::Listener> bound = runtime::Listen(options.address);
    if (!bound) return std::move(bound).error();
    listener.emplace(*std::move(bound));
  }
  server->Serve(options, std::move(listener));
  return server;
}

void Server::Serve(const Options& options, std::optional<runtime::Listener> listener) {
  grpc::ServerBuilder builder;
  SetLimits(builder, options.max_request_bytes);
  std::shared_ptr<ConnectionTaker> connections;
  if (listener) {
    using Type = grpc::ServerBuilder::experimental_type::ExternalConnectionType;
    connections =
        builder.experimental().AddExternalConnectionAcceptor(Type::FROM_FD, options.credentials);
  }
  for (const auto& service : services_) builder.RegisterService(service.get());
  builder.RegisterService(&health_);
  reflection_.Register(builder);
  builder.SetOption(std::make_unique<NamesOption>([this](const std::vector<std::string>& names) {
    reflection_.SetServices(names);
    for (const std::string& name : names) health_.SetServing(name, /*serving=*/true);
  }));
  std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> interceptors;
  interceptors.push_back(std::make_unique<RequestInterceptors>());
  builder.experimental().SetInterceptorCreators(std::move(interceptors));
  server_ = builder.BuildAndStart();
  if (!server_) throw std::runtime_error("gRPC does not start");
  if (!listener) return;
  const auto serve = [connections](int descriptor) {
    ConnectionTaker::NewConnectionParameters connection;
    connection.fd = descriptor;
    connections->HandleNewConnection(&connection);
  };
  const auto established = [transports = Transports()](std::int64_t id) {
    return transports.From(id);
  };
  acceptor_ = std::make_unique<runtime::Acceptor>(
      *std::move(listener), runtime::Acceptor::Options{}, serve, established, &Transports::OwnerOf);
}

Server::~Server() { Stop(milliseconds(0)); }

void Server::Stop(milliseconds budget) {
  if (!server_) return;
  const std::jthread guard =
      After(budget + kStreamGrace + longest_end_, [after = longest_end_] { ExitHard(after); });
  health_.Shutdown();
  drain_.Begin();
  if (!drain_.WaitIdle(budget)) spdlog::warn("calls still under way are cancelled");
  if (acceptor_) acceptor_->Stop();
  // gRPC waits for whoever does not read his answers, as long as his connection lives.
  std::jthread ender = After(kStreamGrace + kConnectionGrace, [this] {
    if (acceptor_) acceptor_->EndConnections();
  });
  // Not by the system's clock, which may be set meanwhile.
  server_->Shutdown(gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                                 gpr_time_from_millis(kStreamGrace.count(), GPR_TIMESPAN)));
  ender = {};
  acceptor_.reset();
  server_.reset();
}

std::shared_ptr<grpc::Channel> Server::InProcessChannel() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(Peer::kMaxResponseBytes);
  return server_->InProcessChannel(arguments);
}

}  // namespace gongkai::rpc
