// Reads UTF-8 strictly.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gongkai::request {

// Removes the first code point from `text`, which must not be empty. Returns the code point.
// Returns nothing, and leaves `text` as it is, if the text does not begin with well-formed UTF-8
// (no overlong form, no surrogate, nothing beyond U+10FFFF).
std::optional<char32_t> TakeCodePoint(std::string_view& text);

// Returns whether the character shows nothing, or nothing that everybody sees alike: a tab, a line feed, a
// space of Unicode (such as U+3000), a character without a width (such as U+200B), one that Unicode says
// may be ignored, or one of private use.
bool IsUnseen(char32_t point);

// Returns whether the text shows nothing: it is empty, or has only characters that are unseen.
bool IsBlank(std::string_view text);

// Returns `text` with U+FFFD for each byte that is not UTF-8. If the result has more than
// `max_bytes` bytes, returns as many whole code points as fit, and an ellipsis. The ellipsis does
// not count in `max_bytes`.
std::string CutText(std::string_view text, std::size_t max_bytes);

}  // namespace gongkai::request
