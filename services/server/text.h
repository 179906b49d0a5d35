// UTF-8, read strictly.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gongkai::server {

// Takes the first code point off a text that is not empty; nothing unless it is well-formed UTF-8
// (no overlong form, no surrogate, nothing beyond U+10FFFF), and then the text is left as it is.
std::optional<char32_t> TakeCodePoint(std::string_view& text);

// `text` with U+FFFD for each byte that is not UTF-8; where that is more than `max_bytes`, as many
// whole code points as fit, and an ellipsis.
std::string CutText(std::string_view text, std::size_t max_bytes);

}  // namespace gongkai::server
