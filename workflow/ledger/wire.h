// The two wire types of Protocol Buffers that entries use: varints and length-prefixed bytes.
//
// Hand-written because an entry's hash must not depend on a library: Protocol Buffers promises no
// canonical serialization.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gongkai::ledger {

// Appends fields to a string that must outlive it. Zero and empty are left out.
class WireWriter {
 public:
  explicit WireWriter(std::string& out) : out_(out) {}

  void Number(std::uint32_t field, std::uint64_t value);
  void Bytes(std::uint32_t field, std::string_view value);

 private:
  void Varint(std::uint64_t value);

  std::string& out_;
};

struct WireField {
  std::uint32_t number = 0;
  std::uint32_t type = 0;
  std::uint64_t value = 0;  // of a varint
  std::string_view bytes;   // of a length-prefixed field

  bool IsBytes() const { return type == 2; }
};

// Takes the next field off `rest`; nullopt if there is none that is whole and of these two types.
std::optional<WireField> TakeField(std::string_view& rest);

// Whether `read(field)` accepts every field of `bytes`, to the last byte.
template <class Read>
bool ForEachField(std::string_view bytes, const Read& read) {
  while (!bytes.empty()) {
    const std::optional<WireField> field = TakeField(bytes);
    if (!field || !read(*field)) return false;
  }
  return true;
}

// Whether the bytes are well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms).
bool IsUtf8(std::string_view bytes);

}  // namespace gongkai::ledger
