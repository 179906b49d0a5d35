// Writes and takes apart the fields of records.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "workflow/base/utf8.h"

namespace gongkai::extraction {

// Writes 32 bits, the least byte first.
inline void AppendNumber(std::uint32_t number, std::string& to) {
  for (int byte = 0; byte < 4; ++byte) to += static_cast<char>(number >> (8 * byte) & 0xFF);
}

// Takes the records apart from the front.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : rest_(bytes) {}

  bool is_at_end() const { return rest_.empty(); }

  std::optional<std::string_view> Take(std::size_t size) {
    if (rest_.size() < size) return std::nullopt;
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::optional<std::uint8_t> TakeByte() {
    const auto byte = Take(1);
    if (!byte) return std::nullopt;
    return static_cast<std::uint8_t>(byte->front());
  }

  std::optional<std::uint32_t> TakeNumber() {
    const auto bytes = Take(4);
    if (!bytes) return std::nullopt;
    std::uint32_t number = 0;
    for (std::size_t i = 4; i > 0; --i)
      number = number << 8 | static_cast<unsigned char>((*bytes)[i - 1]);
    return number;
  }

  std::optional<std::string_view> TakeText(std::uint32_t size) {
    const auto text = Take(size);
    if (!text || !base::IsUtf8(*text)) return std::nullopt;
    return text;
  }

 private:
  std::string_view rest_;
};

}  // namespace gongkai::extraction
