// What a text is called.
#pragma once

#include <string>
#include <string_view>

namespace gongkai::cli {

// The first heading of a Markdown text (`# …`, outside fenced code), else its first line that is
// not empty; without the marks and the white space around it, and at most 200 characters of it.
// Empty where the text is. `body` is UTF-8.
std::string TitleOf(std::string_view body);

}  // namespace gongkai::cli
