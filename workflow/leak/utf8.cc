#include "workflow/leak/utf8.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

namespace gongkai::leak {

Character ReadCharacter(std::string_view text, std::size_t at) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data()) + at;
  const auto length = static_cast<std::int32_t>(std::min<std::size_t>(text.size() - at, 4));
  std::int32_t next = 0;
  UChar32 code = 0;
  U8_NEXT(bytes, next, length, code);
  if (code < 0) return {kNoCharacter, 1};
  return {static_cast<char32_t>(code), static_cast<std::size_t>(next)};
}

Character ReadCharacterBefore(std::string_view text, std::size_t end) {
  for (std::size_t size = 1; size <= std::min<std::size_t>(end, 4); ++size) {
    const Character character = ReadCharacter(text.substr(0, end), end - size);
    if (character.code != kNoCharacter && character.size == size) return character;
  }
  return {kNoCharacter, 1};
}

void AppendUtf8(char32_t code, std::string& to) {
  char bytes[U8_MAX_LENGTH];
  std::int32_t size = 0;
  U8_APPEND_UNSAFE(bytes, size, static_cast<UChar32>(code));
  to.append(bytes, static_cast<std::size_t>(size));
}

}  // namespace gongkai::leak
