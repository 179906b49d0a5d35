#include "services/cli/connection.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <filesystem>

#include "services/cli/failure.h"
#include "services/cli/files.h"

namespace gongkai::cli {
namespace {

std::size_t IndexOf(Peer peer) { return static_cast<std::size_t>(peer); }

std::shared_ptr<grpc::ChannelCredentials> CredentialsIn(const std::string& folder) {
  if (folder.empty()) {
    throw UsageError("no certificate",
                     "--certificates DIR, or GONGKAI_CERTIFICATES in the environment, names the "
                     "folder with your cert.pem, key.pem and ca.pem");
  }
  const std::filesystem::path path(folder);
  grpc::SslCredentialsOptions options;
  options.pem_cert_chain = ReadFile(path / "cert.pem");
  options.pem_private_key = ReadFile(path / "key.pem");
  options.pem_root_certs = ReadFile(path / "ca.pem");
  return grpc::SslCredentials(options);
}

}  // namespace

std::string_view NameOf(Peer peer) {
  constexpr std::array<std::string_view, kPeers.size()> kNames{"workflow", "intake", "review",
                                                               "publish"};
  return kNames[IndexOf(peer)];
}

std::shared_ptr<grpc::Channel> Connection::ChannelTo(Peer peer) {
  std::shared_ptr<grpc::Channel>& channel = channels_[IndexOf(peer)];
  if (channel != nullptr) return channel;

  const std::string& address = AddressOf(peer);
  if (address.empty()) {
    const std::string name(NameOf(peer));
    throw UsageError("no address of " + name,
                     "--" + name +
                         " HOST:PORT tells it, or --server HOST:PORT that of all "
                         "services in one; the environment may hold them (`gongkai --help`)");
  }
  grpc::ChannelArguments arguments;
  // Between attempts of ours, so that each of them is one of gRPC's too.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  channel = grpc::CreateCustomChannel(address, CredentialsIn(options_.certificates), arguments);
  return channel;
}

const std::string& Connection::AddressOf(Peer peer) const {
  const std::string& own = options_.addresses[IndexOf(peer)];
  return own.empty() ? options_.server : own;
}

std::string Connection::Describe(Peer peer) const {
  return std::string(NameOf(peer)) + " at " + AddressOf(peer);
}

std::chrono::system_clock::time_point Connection::Deadline() const {
  const std::chrono::duration<double> timeout(options_.timeout_seconds);
  return std::chrono::system_clock::now() +
         std::chrono::duration_cast<std::chrono::milliseconds>(timeout);
}

}  // namespace gongkai::cli
