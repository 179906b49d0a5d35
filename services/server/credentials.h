// Mutual TLS for both sides of a connection.
#pragma once

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include <filesystem>
#include <memory>
#include <string>

namespace gongkai::server {

// Both read `folder` (see certificates.h) again every second, and use what they find for handshakes
// from then on; connections that stand are left alone. The folder must hold a set that fits
// together at all times, as CertificateInstaller::installed does.

// Clients must show a certificate that ca.pem vouches for, or the handshake fails.
std::shared_ptr<grpc::ServerCredentials> MakeServerCredentials(const std::filesystem::path& folder);

// Shows our certificate, and speaks only to a server whose certificate ca.pem vouches for, holds
// the name that was dialled, and is that of `service` ("intake") or, where that is empty, of any
// service: a person's certificate never passes for a server's.
std::shared_ptr<grpc::ChannelCredentials> MakeChannelCredentials(
    const std::filesystem::path& folder, const std::string& service = "");

}  // namespace gongkai::server
