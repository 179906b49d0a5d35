// Looks names up in short lists.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace gongkai::extract {

// Returns whether the name is in the list.
template <std::size_t size>
bool IsOneOf(std::string_view name, const std::array<std::string_view, size>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace gongkai::extract
