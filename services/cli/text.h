// Text for people: UTF-8 in which a Chinese character takes two columns of a terminal.
//
// What comes from a server or a file may hold anything: OneLine and Lines make it safe to print, so
// that no title can move the cursor, recolour the screen or reverse what is read.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gongkai::cli {

// The code points of a text; nothing unless it is well-formed UTF-8.
std::optional<std::u32string> FromUtf8(std::string_view text);
std::string ToUtf8(std::u32string_view text);

// How many columns a line of text takes.
int Width(std::string_view line);

// The line, followed by spaces up to `columns`.
std::string PaddedTo(std::string_view line, int columns);

// The line where it fits in `columns`, else its beginning and an ellipsis.
std::string CutTo(std::string_view line, int columns);

// The text as one line to print: breaks and tabs become spaces, and what a terminal would obey
// instead of show becomes U+FFFD.
std::string OneLine(std::string_view text);

// The text as lines to print: as OneLine, but breaks and tabs stay.
std::string Lines(std::string_view text);

}  // namespace gongkai::cli
