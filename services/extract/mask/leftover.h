// Looks for values that were masked in one place and stand in another that is not read.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "services/extract/mask/package.h"

namespace gongkai::extract {

// Returns the name of a member in which one of the numbers stands, as one word of its bytes, in UTF-8 or UTF-16; nothing
// if there is none. Numbers of fewer than 9 characters are not looked for: they may be sizes and ids.
std::string FindLeftover(const Package& package, const std::set<std::string>& numbers);

}  // namespace gongkai::extract
