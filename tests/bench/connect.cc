#include "tests/bench/connect.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <grpc/grpc.h>
#include <grpcpp/create_channel.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>
#include <thread>

#include "grpc/health/v1/health.grpc.pb.h"
#include "services/lib/identity/credentials.h"

namespace gongkai::bench {
namespace {

using std::chrono::system_clock;

constexpr std::chrono::seconds kPatience(60);

// Whether anybody listens. Asked before gRPC is, which waits long before it dials again.
bool Listens(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  sockaddr_in target{};
  target.sin_family = AF_INET;
  target.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
  inet_pton(AF_INET, address.substr(0, colon).c_str(), &target.sin_addr);
  const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool listens =
      connect(connection, reinterpret_cast<const sockaddr*>(&target), sizeof(target)) == 0;
  close(connection);
  return listens;
}

}  // namespace

Channels Connect(const std::string& address, const std::string& service,
                 const std::filesystem::path& folder, int count) {
  const auto credentials = identity::MakeChannelCredentials(folder, service);
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // else all share one connection
  Channels channels;
  for (int i = 0; i < count; ++i) {
    channels.push_back(grpc::CreateCustomChannel(address, credentials, arguments));
    if (!channels.back()->WaitForConnected(system_clock::now() + kPatience)) {
      throw std::runtime_error(fmt::format("no connection to {} at {}", service, address));
    }
  }
  return channels;
}

void AwaitServing(Process& process, const std::string& address, const std::string& service,
                  const std::filesystem::path& folder) {
  while (!Listens(address)) {
    if (!process.running()) {
      throw std::runtime_error(
          fmt::format("{} did not start; see {}", process.name(), process.log().string()));
    }
    std::this_thread::sleep_for(std::chrono::microseconds(500));
  }
  const Channels channels = Connect(address, service, folder, 1);
  const auto stub = grpc::health::v1::Health::NewStub(channels.front());
  const auto give_up = system_clock::now() + kPatience;
  for (;;) {  // until it reaches what it needs
    grpc::ClientContext context;
    context.set_deadline(give_up);
    grpc::health::v1::HealthCheckResponse response;
    const grpc::Status status = stub->Check(&context, {}, &response);
    if (status.ok() && response.status() == grpc::health::v1::HealthCheckResponse::SERVING) return;
    if (!status.ok() || system_clock::now() >= give_up) {
      throw std::runtime_error(
          fmt::format("{} does not serve: {}", process.name(), status.error_message()));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

std::string ComplaintOf(const grpc::Status& status) {
  if (status.ok()) return {};
  return fmt::format("status {}: {}", static_cast<int>(status.error_code()),
                     status.error_message());
}

}  // namespace gongkai::bench
