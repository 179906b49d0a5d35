// Digests of bytes that are stored: of contents, bodies, attachments and requests. The hashes of
// the audit tree are another type (workflow/merkle/hash.h), so that neither passes for the other.
#pragma once

#include <openssl/types.h>

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gongkai::base {

// Holds the SHA-256 digest of some bytes. Digest() has 32 zeros and is that of no bytes we know.
class Digest {
 public:
  using Bytes = std::array<std::uint8_t, 32>;

  constexpr Digest() = default;
  explicit constexpr Digest(const Bytes& bytes) : bytes_(bytes) {}

  // Returns the digest with these 32 bytes, or nullopt for another number of bytes.
  static std::optional<Digest> FromBytes(std::string_view bytes);
  // Returns the digest for which ToHex returns `hex`. Returns nullopt for any other text, also for
  // upper-case digits, so a digest has only one spelling.
  static std::optional<Digest> FromHex(std::string_view hex);

  // Returns the digest as 64 lower-case hexadecimal digits.
  std::string ToHex() const;

  const Bytes& bytes() const { return bytes_; }
  // Returns the 32 bytes as text, for a column or a message. Valid as long as this.
  std::string_view view() const {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  }

  friend auto operator<=>(const Digest&, const Digest&) = default;

 private:
  Bytes bytes_{};
};

// Computes the digest of bytes that arrive piece by piece. A moved-from stream may only be assigned
// to or destroyed. One thread at a time. The constructor, Update and Finish throw
// std::runtime_error if OpenSSL cannot hash: OpenSSL has no SHA-256, or memory is exhausted.
//
//   Sha256Stream stream;
//   while (Read(piece)) stream.Update(piece);
//   const Digest digest = stream.Finish();
class Sha256Stream {
 public:
  Sha256Stream();

  // Appends `bytes` to the hashed bytes.
  void Update(std::string_view bytes);

  // Returns the digest of all bytes since construction or since the last Finish. Resets the stream.
  Digest Finish();

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const;
  };

  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

// Returns the digest of `bytes`, which are the pieces one after the other. Thread-safe: each thread
// keeps one stream, so hashing allocates only at a thread's first call. Throws as Sha256Stream
// does.
Digest Sha256(std::string_view bytes);
Digest Sha256(std::initializer_list<std::string_view> pieces);

}  // namespace gongkai::base
