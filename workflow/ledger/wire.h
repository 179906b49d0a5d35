// The two wire types of Protocol Buffers that entries use: varints and length-prefixed bytes. The
// code is hand-written because an entry's hash must not depend on a library: Protocol Buffers
// promises no canonical serialization.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gongkai::ledger {

// Writes a message: appends fields to a string. `out` must outlive this. A field with the value
// zero or without bytes is left out.
//
//   std::string out;
//   WireWriter writer(out);
//   writer.Number(1, 42);
//   writer.Bytes(2, "text");
class WireWriter {
 public:
  explicit WireWriter(std::string& out) : out_(out) {}

  void Number(std::uint32_t field, std::uint64_t value);
  void Bytes(std::uint32_t field, std::string_view value);

 private:
  void Varint(std::uint64_t value);

  std::string& out_;
};

// Holds one field of a message.
struct WireField {
  std::uint32_t number = 0;
  std::uint32_t type = 0;   // 0: varint, 2: length-prefixed bytes
  std::uint64_t value = 0;  // value of a varint
  std::string_view bytes;   // content of a length-prefixed field

  bool IsBytes() const { return type == 2; }
};

// Removes the next field from the front of `rest` and returns the field. Returns nullopt if the
// field is not complete, has another wire type or has a number above 2047; then the value of `rest`
// is unspecified. The field refers to the bytes of `rest`, which must outlive the field.
std::optional<WireField> TakeField(std::string_view& rest);

// Returns whether `bytes` consists of whole fields and `read(field)` returns true for each of them.
// Stops at the first field for which `read` returns false.
//
//   const bool read = ForEachField(bytes, [&](const WireField& field) {
//     if (field.number == 1) seconds = field.value;
//     return !field.IsBytes();
//   });
template <class Read>
bool ForEachField(std::string_view bytes, const Read& read) {
  while (!bytes.empty()) {
    const std::optional<WireField> field = TakeField(bytes);
    if (!field || !read(*field)) return false;
  }
  return true;
}

}  // namespace gongkai::ledger
