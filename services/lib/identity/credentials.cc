#include "services/lib/identity/credentials.h"

#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <openssl/crypto.h>

#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "services/lib/identity/certificates.h"

namespace gongkai::identity {
namespace {

namespace tls = grpc::experimental;

// At exit OpenSSL would free what belongs to each thread. Those of gRPC, which nobody can wait for,
// free it themselves when they end, which may be then: it was freed twice. So it does not. Must
// come before anything else of OpenSSL, or it is of no effect.
[[maybe_unused]] const int kNoCleanupAtExit = OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);

std::shared_ptr<tls::CertificateProviderInterface> ReadEverySecond(
    const std::filesystem::path& folder) {
  return std::make_shared<tls::FileWatcherCertificateProvider>(
      folder / kKeyFile, folder / kCertificateFile, folder / kCaFile, 1);
}

// What gRPC checks by default, the name that was dialled, and then that a service answers.
class ServiceVerifier final : public tls::ExternalCertificateVerifier {
 public:
  explicit ServiceVerifier(std::string uri) : uri_(std::move(uri)) {}

  bool Verify(tls::TlsCustomVerificationCheckRequest* request,
              std::function<void(grpc::Status)> callback, grpc::Status* sync_status) override {
    host_.Verify(request, std::move(callback), sync_status);  // answers at once
    if (sync_status->ok() && !IsExpected(request->uri_names())) {
      *sync_status = {grpc::StatusCode::UNAUTHENTICATED, "The server is not " + uri_};
    }
    return true;
  }

  void Cancel(tls::TlsCustomVerificationCheckRequest* /*request*/) override {}

 private:
  bool IsExpected(const std::vector<grpc::string_ref>& uris) const {
    if (uris.size() != 1) return false;
    const std::string_view uri(uris.front().data(), uris.front().size());
    return uri_.ends_with('/') ? uri.starts_with(uri_) : uri == uri_;
  }

  const std::string uri_;  // a whole one, or the beginning of one up to a slash
  tls::HostNameCertificateVerifier host_;
};

}  // namespace

std::shared_ptr<grpc::ServerCredentials> MakeServerCredentials(
    const std::filesystem::path& folder) {
  tls::TlsServerCredentialsOptions options(ReadEverySecond(folder));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  return tls::TlsServerCredentials(options);
}

std::shared_ptr<grpc::ChannelCredentials> MakeChannelCredentials(
    const std::filesystem::path& folder, const std::string& service) {
  tls::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(ReadEverySecond(folder));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_certificate_verifier(tls::ExternalCertificateVerifier::Create<ServiceVerifier>(
      "spiffe://gongkai/service/" + service));
  return tls::TlsCredentials(options);
}

}  // namespace gongkai::identity
