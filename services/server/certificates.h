// What a process shows to its peers and trusts them by: a folder with cert.pem (its certificate,
// then any intermediate ones), key.pem and ca.pem (the authorities it trusts).
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "workflow/error/result.h"

namespace gongkai::server {

// The names of the three files in any folder of certificates.
inline constexpr char kCertificateFile[] = "cert.pem";
inline constexpr char kKeyFile[] = "key.pem";
inline constexpr char kCaFile[] = "ca.pem";

// The paths of the three files in `folder`.
std::vector<std::filesystem::path> CertificateFiles(const std::filesystem::path& folder);

// Three files that fit together.
struct CertificateSet {
  std::string certificate;  // PEM, as in the file
  std::string key;
  std::string ca;
  std::string identity;  // "service/intake"
  std::chrono::system_clock::time_point expires;
};

// Reads a folder and checks what gRPC itself would only notice when handshakes fail: the key is the
// certificate's, an authority of ca.pem has signed it, it is valid today, and it names exactly one
// identity of our form. The error (INVALID_FIELD) names the file and what is wrong with it.
Result<CertificateSet> ReadCertificates(const std::filesystem::path& folder);

}  // namespace gongkai::server
