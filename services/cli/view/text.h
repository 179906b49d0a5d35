// Handles text for people: UTF-8, in which a Chinese character takes two columns of a terminal.
//
// Text from a server or a file may hold any character. OneLine and Lines make the text safe to
// print: no title can move the cursor, recolour the screen or reverse the reading direction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gongkai::cli {

// Returns the code points of a text, or nullopt if the text is not well-formed UTF-8.
std::optional<std::u32string> FromUtf8(std::string_view text);
// Returns the text in UTF-8. Leaves out what is no code point.
std::string ToUtf8(std::u32string_view text);

// Returns the number of columns that a line takes on a terminal.
int Width(std::string_view line);

// Returns the line, followed by spaces up to `columns`.
std::string PaddedTo(std::string_view line, int columns);

// Returns the line if it fits in `columns`, else its beginning and an ellipsis.
std::string CutTo(std::string_view line, int columns);

// Returns the text as one line that is safe to print. Line feeds, carriage returns and tabs become
// spaces. Each other character that controls the terminal or the reading direction becomes U+FFFD.
std::string OneLine(std::string_view text);

// Returns the text as lines that are safe to print. As OneLine, but line feeds and tabs stay, and a
// carriage return becomes U+FFFD.
std::string Lines(std::string_view text);

// Returns a size for people, such as `1.2 MiB`.
std::string Size(std::int64_t bytes);

}  // namespace gongkai::cli
