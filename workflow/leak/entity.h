// Reads the character references of HTML, behind which digits can hide: "&#49;", "&#x31;", "&nbsp;".
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "workflow/leak/utf8.h"

namespace gongkai::leak {

// Returns the character that the reference at `at` stands for, with the size of the reference, or
// nullopt if there is none. A reference that was escaped again ("&amp;#49;") is read as well. Of the
// names, those are known that are spaces, marks without a width, and what may stand in a number.
std::optional<Character> ReadEntity(std::string_view text, std::size_t at);

}  // namespace gongkai::leak
