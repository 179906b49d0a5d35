#include "services/lib/client/connection.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <openssl/crypto.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <utility>
#include <vector>

namespace gongkai::client {
namespace {

namespace tls = grpc::experimental;

// At exit OpenSSL would free what the threads of gRPC, for which nobody can wait, may use at that
// moment: one that had begun a handshake crashed. So it does not. Must come before anything else of
// OpenSSL, or it is of no effect.
[[maybe_unused]] const int kNoCleanupAtExit = OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);

std::size_t IndexOf(Peer peer) { return static_cast<std::size_t>(peer); }

// Beside the host name, which gRPC checks by itself, the server's certificate must be a service's:
// a person's, from the same authority, never passes for one.
class ServiceVerifier final : public tls::ExternalCertificateVerifier {
 public:
  bool Verify(tls::TlsCustomVerificationCheckRequest* request,
              std::function<void(grpc::Status)> callback, grpc::Status* sync_status) override {
    host_.Verify(request, std::move(callback), sync_status);  // answers at once
    if (sync_status->ok() && !IsService(request->uri_names())) {
      *sync_status = {grpc::StatusCode::UNAUTHENTICATED, "the server is no service of Gongkai"};
    }
    return true;
  }

  void Cancel(tls::TlsCustomVerificationCheckRequest* /*request*/) override {}

 private:
  static bool IsService(const std::vector<grpc::string_ref>& uris) {
    return uris.size() == 1 && uris.front().starts_with("spiffe://gongkai/service/");
  }

  tls::HostNameCertificateVerifier host_;
};

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file || !text) {
    throw SettingMissing({"cannot read " + path.string(), "不能读取 " + path.string()});
  }
  return text.str();
}

std::shared_ptr<grpc::ChannelCredentials> CredentialsIn(const std::string& folder) {
  if (folder.empty()) throw SettingMissing({"no certificate", "没有证书"});
  const std::filesystem::path path(folder);
  auto certificates = std::make_shared<tls::StaticDataCertificateProvider>(
      ReadFile(path / "ca.pem"), std::vector<tls::IdentityKeyCertPair>{
                                     {ReadFile(path / "key.pem"), ReadFile(path / "cert.pem")}});
  tls::TlsChannelCredentialsOptions options;  // made last: gRPC loses them unless they are used
  options.set_certificate_provider(std::move(certificates));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_certificate_verifier(tls::ExternalCertificateVerifier::Create<ServiceVerifier>());
  return tls::TlsCredentials(options);
}

}  // namespace

std::string_view NameOf(Peer peer) { return catalog::kServices[IndexOf(peer)].name; }

std::shared_ptr<grpc::Channel> Connection::ChannelTo(Peer peer) {
  std::shared_ptr<grpc::Channel>& channel = channels_[IndexOf(peer)];
  if (channel != nullptr) return channel;

  const std::string& address = AddressOf(peer);
  if (address.empty()) {
    const std::string name(NameOf(peer));
    throw SettingMissing({"no address of " + name, "没有 " + name + " 的地址"}, peer);
  }
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, options_.use_proxy ? 1 : 0);
  // Shorter than the waits between attempts of ours, so that each is an attempt of gRPC's too.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  // A host that vanishes ends no connection, and who follows a stream would wait for ever. A server
  // of ours takes a ping every 10 s.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 20'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20'000);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);  // any number
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

void Connection::Wait(Peer peer, std::chrono::milliseconds duration) {
  const auto channel = ChannelTo(peer);
  const auto end = std::chrono::system_clock::now() + duration;
  while (channel->WaitForStateChange(channel->GetState(/*try_to_connect=*/true), end)) {
  }
}

std::chrono::system_clock::time_point Connection::Deadline() const {
  const std::chrono::duration<double> timeout(options_.timeout_seconds);
  return std::chrono::system_clock::now() +
         std::chrono::duration_cast<std::chrono::milliseconds>(timeout);
}

}  // namespace gongkai::client
