#include "workflow/base/digest.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstddef>
#include <stdexcept>

namespace gongkai::base {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

void Require(bool done) {
  if (!done) throw std::runtime_error("OpenSSL cannot compute SHA-256");
}

// Fetched once, because a fetch costs more than hashing a node of the tree; never freed, because
// threads may hash until the process ends.
const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  Require(algorithm != nullptr);
  return algorithm;
}

}  // namespace

std::optional<Digest> Digest::FromBytes(std::string_view bytes) {
  Digest digest;
  if (bytes.size() != digest.bytes_.size()) return std::nullopt;
  std::ranges::copy(bytes, digest.bytes_.begin());
  return digest;
}

std::optional<Digest> Digest::FromHex(std::string_view hex) {
  Digest digest;
  if (hex.size() != 2 * digest.bytes_.size()) return std::nullopt;
  for (std::size_t i = 0; i < digest.bytes_.size(); ++i) {
    const std::size_t high = kHexDigits.find(hex[2 * i]);
    const std::size_t low = kHexDigits.find(hex[2 * i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    digest.bytes_[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return digest;
}

std::string Digest::ToHex() const {
  std::string hex;
  hex.reserve(2 * bytes_.size());
  for (const std::uint8_t byte : bytes_) {
    hex += kHexDigits[byte >> 4];
    hex += kHexDigits[byte & 0xf];
  }
  return hex;
}

void Sha256Stream::Free::operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }

Sha256Stream::Sha256Stream() : context_(EVP_MD_CTX_new()) {
  Require(context_ != nullptr);
  Require(EVP_DigestInit_ex2(context_.get(), Algorithm(), nullptr) == 1);
}

void Sha256Stream::Update(std::string_view bytes) {
  Require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
}

Digest Sha256Stream::Finish() {
  Digest::Bytes bytes;
  Require(EVP_DigestFinal_ex(context_.get(), bytes.data(), nullptr) == 1);
  Require(EVP_DigestInit_ex2(context_.get(), nullptr, nullptr) == 1);
  return Digest(bytes);
}

Digest Sha256(std::string_view bytes) { return Sha256({bytes}); }

Digest Sha256(std::initializer_list<std::string_view> pieces) {
  thread_local Sha256Stream stream;
  for (const std::string_view piece : pieces) stream.Update(piece);
  return stream.Finish();
}

}  // namespace gongkai::base
