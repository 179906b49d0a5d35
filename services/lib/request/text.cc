#include "services/lib/request/text.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace gongkai::request {
namespace {

bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

}  // namespace

std::optional<char32_t> TakeCodePoint(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80U) {
    text.remove_prefix(1);
    return lead;
  }
  std::size_t length = 0;
  char32_t smallest = 0;  // anything smaller has a shorter form
  if ((lead & 0xE0U) == 0xC0U) {
    length = 2, smallest = 0x80;
  } else if ((lead & 0xF0U) == 0xE0U) {
    length = 3, smallest = 0x800;
  } else if ((lead & 0xF8U) == 0xF0U) {
    length = 4, smallest = 0x10000;
  }
  if (length == 0 || text.size() < length) return std::nullopt;

  char32_t point = lead & (0x7FU >> length);
  for (const char byte : text.substr(1, length - 1)) {
    if (!IsContinuation(byte)) return std::nullopt;
    point = point << 6U | (static_cast<unsigned char>(byte) & 0x3FU);
  }
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (point < smallest || surrogate || point > 0x10FFFF) return std::nullopt;
  text.remove_prefix(length);
  return point;
}

bool IsBlank(std::string_view text) {
  constexpr auto kBlanks =
      std::to_array<char32_t>({U' ', U'\t', U'\n', 0xA0, 0xAD, 0x34F, 0x1680, 0x180E, 0x202F,
                               0x205F, 0x2060, 0x2800, 0x3000, 0x3164, 0xFEFF});
  while (!text.empty()) {
    const std::optional<char32_t> one = TakeCodePoint(text);
    if (!one) return false;
    const bool general = *one >= 0x2000 && *one <= 0x200F;  // spaces, and marks without a width
    if (!general && std::ranges::find(kBlanks, *one) == kBlanks.end()) return false;
  }
  return true;
}

std::string CutText(std::string_view text, std::size_t max_bytes) {
  std::string cut;
  while (!text.empty()) {
    std::string_view piece = text;
    if (TakeCodePoint(text)) {
      piece.remove_suffix(text.size());
    } else {
      piece = "\uFFFD";
      text.remove_prefix(1);
    }
    if (cut.size() + piece.size() > max_bytes) return cut + "…";
    cut += piece;
  }
  return cut;
}

}  // namespace gongkai::request
