// The hashes of the audit tree: SHA-256 as in RFC 6962 §2.1. Leaves and inner nodes have different
// prefixes, so no leaf can pass for a subtree. The digests of what the leaves speak of are another
// type (workflow/base/digest.h).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// Thread-safe. The functions that hash throw what base::Sha256 throws.
namespace gongkai::merkle {

using Hash = std::array<std::uint8_t, 32>;

// Returns the hash of a leaf: SHA-256(0x00 || leaf).
Hash LeafHash(std::span<const std::uint8_t> leaf);
Hash LeafHash(std::string_view leaf);

// Returns the hash of an inner node: SHA-256(0x01 || left || right).
Hash NodeHash(const Hash& left, const Hash& right);

// Returns the root of a tree without leaves: SHA-256 of no bytes.
Hash EmptyRoot();

// Returns the hash as 64 lower-case hexadecimal digits.
std::string ToHex(const Hash& hash);

// Returns the hash for which ToHex returns `hex`. Returns nullopt for any other text, also for
// upper-case digits, so a hash has only one spelling.
std::optional<Hash> FromHex(std::string_view hex);

}  // namespace gongkai::merkle
