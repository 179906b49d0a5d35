#pragma once

#include <string>
#include <string_view>

namespace gongkai::storage {

std::string Sha256(std::string_view bytes);  // 32 bytes

}  // namespace gongkai::storage
