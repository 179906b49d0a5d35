// Says what becomes of a character when a text is folded.
#pragma once

#include <cstdint>

namespace gongkai::leak {

// What becomes of a character: kKeep, kDrop, one of the ten from kNumeral on, or the byte that it is
// replaced by.
using FoldAction = std::uint8_t;
inline constexpr FoldAction kKeep = 0;
inline constexpr FoldAction kDrop = 1;
inline constexpr FoldAction kNumeral =
    0x80;  // 0x80 to 0x89: Chinese 0 to 9, a digit in a long row only

// Returns whether the action is that of a Chinese numeral.
constexpr bool IsNumeral(FoldAction action) { return action >= kNumeral && action < kNumeral + 10; }

// Returns what becomes of the character. kNoCharacter is dropped.
FoldAction ActionOf(char32_t code);

}  // namespace gongkai::leak
