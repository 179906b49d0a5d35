// Reads the certificates of a process from a folder. The folder holds cert.pem (the certificate of
// the process, then any intermediate ones), key.pem (the private key) and ca.pem (the authorities
// that the process trusts).
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "workflow/base/actor_id.h"
#include "workflow/error/result.h"

namespace gongkai::identity {

// The names of the three files in any folder of certificates.
inline constexpr char kCertificateFile[] = "cert.pem";
inline constexpr char kKeyFile[] = "key.pem";
inline constexpr char kCaFile[] = "ca.pem";

// Returns the paths of the three files in `folder`.
std::vector<std::filesystem::path> CertificateFiles(const std::filesystem::path& folder);

// The contents of three files that fit together.
struct CertificateSet {
  std::string certificate;  // PEM, as in the file
  std::string key;
  std::string ca;
  base::ActorId identity;
  std::chrono::system_clock::time_point expires;  // when the certificate of the process expires
};

// Returns the set in `folder`, after checks that gRPC would only make in a handshake. The key is
// that of the certificate and is not encrypted. An authority of ca.pem has signed the certificate.
// The certificate is valid today and fit for a TLS client, and for a TLS server if it is that of a
// service. The certificate names exactly one identity of our form.
// Errors: INVALID_FIELD (the message names the file and what is wrong with it).
Result<CertificateSet> ReadCertificates(const std::filesystem::path& folder);

// Returns the identity that a certificate (PEM) names. Returns nullopt if the text is no
// certificate, or if the certificate does not name exactly one identity of our form. Checks nothing
// else.
std::optional<base::ActorId> IdentityIn(const std::string& certificate);

}  // namespace gongkai::identity
