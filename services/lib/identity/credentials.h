// Makes the credentials of mutual TLS for both sides of a connection.
#pragma once

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include <filesystem>
#include <memory>
#include <string>

namespace gongkai::identity {

// Both functions read `folder` (see certificates.h) again every second, and use the new files for
// new handshakes. Open connections are not affected. The folder must hold a set that fits together
// at all times, as CertificateInstaller::installed does.

// Returns credentials for a server. A handshake fails unless the client shows a certificate that an
// authority of ca.pem has signed.
std::shared_ptr<grpc::ServerCredentials> MakeServerCredentials(const std::filesystem::path& folder);

// Returns credentials for a client, which shows our certificate. A handshake fails unless an
// authority of ca.pem has signed the certificate of the server. That certificate must also hold the
// name that was dialled and belong to `service` ("intake"). An empty `service` means any service.
// The certificate of a person is never accepted for a server.
std::shared_ptr<grpc::ChannelCredentials> MakeChannelCredentials(
    const std::filesystem::path& folder, const std::string& service = "");

}  // namespace gongkai::identity
