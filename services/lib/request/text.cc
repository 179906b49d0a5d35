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

bool IsUnseen(char32_t point) {
  struct Range {
    char32_t first;
    char32_t last;
  };
  // Unicode 15: White_Space, Default_Ignorable_Code_Point, private use; the marks that are set above
  // another character; and the blank of Braille.
  static constexpr auto kRanges = std::to_array<Range>(
      {{U'\t', U'\r'},     {U' ', U' '},       {0x85, 0x85},       {0xA0, 0xA0},
       {0xAD, 0xAD},       {0x300, 0x36F},     {0x61C, 0x61C},     {0x115F, 0x1160},
       {0x1680, 0x1680},   {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x2000, 0x200F},
       {0x2028, 0x202F},   {0x205F, 0x206F},   {0x2800, 0x2800},   {0x3000, 0x3000},
       {0x3164, 0x3164},   {0xE000, 0xF8FF},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},
       {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},   {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A},
       {0xE0000, 0xE0FFF}, {0xF0000, 0x10FFFF}});
  return std::ranges::any_of(
      kRanges, [point](const Range& range) { return range.first <= point && point <= range.last; });
}

bool IsBlank(std::string_view text) {
  while (!text.empty()) {
    const std::optional<char32_t> one = TakeCodePoint(text);
    if (!one || !IsUnseen(*one)) return false;
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
