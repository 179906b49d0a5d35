#include "workflow/merkle/hash.h"

#include "workflow/base/digest.h"

namespace gongkai::merkle {
namespace {

constexpr std::string_view kLeafPrefix("\x00", 1);
constexpr std::string_view kNodePrefix("\x01", 1);

std::string_view View(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

Hash LeafHash(std::string_view leaf) { return base::Sha256({kLeafPrefix, leaf}).bytes(); }

Hash LeafHash(std::span<const std::uint8_t> leaf) { return LeafHash(View(leaf)); }

Hash NodeHash(const Hash& left, const Hash& right) {
  return base::Sha256({kNodePrefix, View(left), View(right)}).bytes();
}

Hash EmptyRoot() { return base::Sha256("").bytes(); }

std::string ToHex(const Hash& hash) { return base::Digest(hash).ToHex(); }

std::optional<Hash> FromHex(std::string_view hex) {
  const std::optional<base::Digest> digest = base::Digest::FromHex(hex);
  if (!digest) return std::nullopt;
  return digest->bytes();
}

}  // namespace gongkai::merkle
