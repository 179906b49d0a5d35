#include "services/lib/identity/local_token.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace gongkai::identity {

LocalToken::LocalToken() {
  std::array<unsigned char, 32> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw std::runtime_error("The system has no randomness to give.");
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (const unsigned char byte : bytes) {
    secret_ += kDigits[byte >> 4U];
    secret_ += kDigits[byte & 0xfU];
  }
}

std::string LocalToken::Credential(std::string_view service) const {
  return std::string(service) + ":" + secret_;
}

std::optional<std::string_view> LocalToken::Check(std::string_view credential) const {
  const std::size_t colon = credential.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view secret = credential.substr(colon + 1);
  if (secret.size() != secret_.size() ||
      CRYPTO_memcmp(secret.data(), secret_.data(), secret_.size()) != 0) {
    return std::nullopt;
  }
  return credential.substr(0, colon);
}

}  // namespace gongkai::identity
