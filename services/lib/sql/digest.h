#pragma once

#include <string>
#include <string_view>

namespace gongkai::sql {

// Returns the SHA-256 digest of `bytes`: 32 bytes.
std::string Sha256(std::string_view bytes);

}  // namespace gongkai::sql
