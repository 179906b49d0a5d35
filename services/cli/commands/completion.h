// Completes command lines in a shell. Reads the tree of commands itself, so a new option needs no
// second list.
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace gongkai::cli {

// The hidden first argument with which the shell's script asks this program for completions.
inline constexpr char kCompleteArgument[] = "__complete";

// Returns the words that may replace the last of `words`, given the words before it. `words` does
// not include the program's name. A result is a command, an option, or a value of an option's
// enumeration. Returns an empty list where a file name or any other text is expected.
std::vector<std::string> Completions(const CLI::App& app, const std::vector<std::string>& words);

}  // namespace gongkai::cli
