#include "workflow/merkle/hash.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstddef>
#include <stdexcept>

namespace gongkai::merkle {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kLeafPrefix("\x00", 1);
constexpr std::uint8_t kNodePrefix = 0x01;

void Require(bool done) {
  if (!done) throw std::runtime_error("OpenSSL cannot compute SHA-256");
}

// Fetched once, because a fetch costs more than hashing a node; never freed, because threads may
// hash until the process ends.
const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  Require(algorithm != nullptr);
  return algorithm;
}

Sha256Stream& StreamOfThisThread() {
  thread_local Sha256Stream stream;
  return stream;
}

}  // namespace

void Sha256Stream::Free::operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }

Sha256Stream::Sha256Stream() : context_(EVP_MD_CTX_new()) {
  Require(context_ != nullptr);
  Require(EVP_DigestInit_ex2(context_.get(), Algorithm(), nullptr) == 1);
}

void Sha256Stream::Update(std::string_view bytes) {
  Require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
}

Hash Sha256Stream::Finish() {
  Hash hash;
  Require(EVP_DigestFinal_ex(context_.get(), hash.data(), nullptr) == 1);
  Require(EVP_DigestInit_ex2(context_.get(), nullptr, nullptr) == 1);
  return hash;
}

Hash LeafHash(std::string_view leaf) {
  Sha256Stream& stream = StreamOfThisThread();
  stream.Update(kLeafPrefix);
  stream.Update(leaf);
  return stream.Finish();
}

Hash LeafHash(std::span<const std::uint8_t> leaf) {
  return LeafHash(std::string_view(reinterpret_cast<const char*>(leaf.data()), leaf.size()));
}

Hash NodeHash(const Hash& left, const Hash& right) {
  std::array<std::uint8_t, 1 + 2 * sizeof(Hash)> bytes;
  bytes[0] = kNodePrefix;
  std::ranges::copy(right, std::ranges::copy(left, bytes.begin() + 1).out);
  return Sha256({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Hash EmptyRoot() { return Sha256({}); }

Hash Sha256(std::string_view bytes) {
  Sha256Stream& stream = StreamOfThisThread();
  stream.Update(bytes);
  return stream.Finish();
}

std::string ToHex(const Hash& hash) {
  std::string hex;
  hex.reserve(2 * hash.size());
  for (const std::uint8_t byte : hash) {
    hex += kHexDigits[byte >> 4];
    hex += kHexDigits[byte & 0xf];
  }
  return hex;
}

std::optional<Hash> FromHex(std::string_view hex) {
  Hash hash;
  if (hex.size() != 2 * hash.size()) return std::nullopt;
  for (std::size_t i = 0; i < hash.size(); ++i) {
    const std::size_t high = kHexDigits.find(hex[2 * i]);
    const std::size_t low = kHexDigits.find(hex[2 * i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    hash[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return hash;
}

}  // namespace gongkai::merkle
