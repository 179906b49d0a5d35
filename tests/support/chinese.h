// Tells whether a text is Chinese.
#pragma once

#include <algorithm>
#include <string_view>

namespace gongkai::support {

// Returns whether the text, in UTF-8, has a Chinese character: one of U+4E00 to U+9FFF.
inline bool HoldsChinese(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xE4 && byte <= 0xE9;
  });
}

}  // namespace gongkai::support
