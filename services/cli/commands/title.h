// Finds the title of a text.
#pragma once

#include <string>
#include <string_view>

namespace gongkai::cli {

// Returns the first heading of a Markdown text (`# …`, outside fenced code), else its first line
// that is not empty. Leaves out the marks and the white space around the title, and all after 200
// characters. Returns an empty text if `body` has no such line or is not UTF-8.
std::string TitleOf(std::string_view body);

}  // namespace gongkai::cli
