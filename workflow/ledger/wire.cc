#include "workflow/ledger/wire.h"

namespace gongkai::ledger {
namespace {

constexpr std::uint32_t kVarint = 0;
constexpr std::uint32_t kLengthPrefixed = 2;
constexpr std::uint64_t kMaxFieldNumber = 2047;  // a tag takes at most two bytes

std::optional<std::uint64_t> TakeVarint(std::string_view& rest) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64 && !rest.empty(); shift += 7) {
    const auto byte = static_cast<std::uint8_t>(rest.front());
    rest.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) return value;
  }
  return std::nullopt;
}

}  // namespace

void WireWriter::Varint(std::uint64_t value) {
  while (value >= 0x80) {
    out_.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out_.push_back(static_cast<char>(value));
}

void WireWriter::Number(std::uint32_t field, std::uint64_t value) {
  if (value == 0) return;
  Varint(field << 3 | kVarint);
  Varint(value);
}

void WireWriter::Bytes(std::uint32_t field, std::string_view value) {
  if (value.empty()) return;
  Varint(field << 3 | kLengthPrefixed);
  Varint(value.size());
  out_.append(value);
}

std::optional<WireField> TakeField(std::string_view& rest) {
  const std::optional<std::uint64_t> tag = TakeVarint(rest);
  if (!tag || *tag >> 3 > kMaxFieldNumber) return std::nullopt;
  const std::optional<std::uint64_t> value = TakeVarint(rest);
  if (!value) return std::nullopt;
  WireField field{.number = static_cast<std::uint32_t>(*tag >> 3),
                  .type = static_cast<std::uint32_t>(*tag & 7),
                  .value = *value};
  if (field.type == kVarint) return field;
  if (field.type != kLengthPrefixed || *value > rest.size()) return std::nullopt;
  field.bytes = rest.substr(0, *value);
  rest.remove_prefix(*value);
  return field;
}

}  // namespace gongkai::ledger
