// Reads and writes UTF-8 one character at a time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gongkai::leak {

// One character and the number of its bytes. A byte that does not begin a well-formed character is
// read as the one character kNoCharacter.
struct Character {
  char32_t code = 0;
  std::size_t size = 0;
};
inline constexpr char32_t kNoCharacter = 0xFFFF'FFFF;

// Returns the character at `at`, which must be less than the size of the text.
Character ReadCharacter(std::string_view text, std::size_t at);

// Returns the character that ends at `end`, which must be greater than 0.
Character ReadCharacterBefore(std::string_view text, std::size_t end);

// Appends a code point.
void AppendUtf8(char32_t code, std::string& to);

// Returns whether the character is Chinese (CJK ideographs of the basic plane, and extensions).
constexpr bool IsHan(char32_t code) {
  return (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0x3400 && code <= 0x4DBF) ||
         (code >= 0x20000 && code <= 0x323AF);
}

}  // namespace gongkai::leak
