// The hashes of the audit tree: SHA-256 as RFC 6962 §2.1 applies it. A leaf and an inner node are
// hashed under different prefixes, so no leaf can pass for a subtree.
//
// Functions may be called from all threads at once; each thread keeps one hashing context of its
// own, so that no call allocates. An object belongs to one thread at a time. std::runtime_error is
// thrown if OpenSSL cannot hash: it has no SHA-256 to offer, or memory is out.
#pragma once

#include <openssl/types.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gongkai::merkle {

using Hash = std::array<std::uint8_t, 32>;

// H(0x00 || leaf)
Hash LeafHash(std::span<const std::uint8_t> leaf);
Hash LeafHash(std::string_view leaf);

// H(0x01 || left || right)
Hash NodeHash(const Hash& left, const Hash& right);

// H(""), the root of a tree without leaves.
Hash EmptyRoot();

// Plain SHA-256 without a prefix, for content rather than for the tree.
Hash Sha256(std::string_view bytes);

// Plain SHA-256 of bytes that arrive piece by piece. A stream that was moved from may only be
// assigned to or destroyed.
class Sha256Stream {
 public:
  Sha256Stream();

  void Update(std::string_view bytes);

  // The hash of all bytes since construction or the last Finish; the stream begins anew.
  Hash Finish();

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const;
  };

  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

// 64 lower-case hexadecimal digits.
std::string ToHex(const Hash& hash);

// What ToHex wrote; nullopt for any other text, upper-case digits included, so that a hash has one
// spelling only.
std::optional<Hash> FromHex(std::string_view hex);

}  // namespace gongkai::merkle
