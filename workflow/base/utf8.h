// Says what is UTF-8.
#pragma once

#include <string_view>

namespace gongkai::base {

// Returns whether the bytes are well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms).
bool IsUtf8(std::string_view bytes);

}  // namespace gongkai::base
