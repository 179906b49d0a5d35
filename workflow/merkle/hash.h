// The hashes of the audit tree: SHA-256 as in RFC 6962 §2.1. Leaves and inner nodes have different
// prefixes, so no leaf can pass for a subtree.
#pragma once

#include <openssl/types.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// Thread-safe, except for objects of Sha256Stream. The functions that hash, and Sha256Stream, throw
// std::runtime_error if OpenSSL cannot hash: OpenSSL has no SHA-256, or memory is exhausted. Each
// thread keeps one hashing context, so hashing allocates only at a thread's first call.
namespace gongkai::merkle {

using Hash = std::array<std::uint8_t, 32>;

// Returns the hash of a leaf: SHA-256(0x00 || leaf).
Hash LeafHash(std::span<const std::uint8_t> leaf);
Hash LeafHash(std::string_view leaf);

// Returns the hash of an inner node: SHA-256(0x01 || left || right).
Hash NodeHash(const Hash& left, const Hash& right);

// Returns the root of a tree without leaves: SHA-256 of no bytes.
Hash EmptyRoot();

// Returns SHA-256 of `bytes` without a prefix, for content rather than for the tree.
Hash Sha256(std::string_view bytes);

// Computes SHA-256 without a prefix, of bytes that arrive piece by piece. A moved-from stream may
// only be assigned to or destroyed. One thread at a time.
//
//   Sha256Stream stream;
//   while (Read(piece)) stream.Update(piece);
//   const Hash hash = stream.Finish();
class Sha256Stream {
 public:
  Sha256Stream();

  // Appends `bytes` to the hashed bytes.
  void Update(std::string_view bytes);

  // Returns the hash of all bytes since construction or since the last Finish. Resets the stream.
  Hash Finish();

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const;
  };

  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

// Returns the hash as 64 lower-case hexadecimal digits.
std::string ToHex(const Hash& hash);

// Returns the hash for which ToHex returns `hex`. Returns nullopt for any other text, also for
// upper-case digits, so a hash has only one spelling.
std::optional<Hash> FromHex(std::string_view hex);

}  // namespace gongkai::merkle
