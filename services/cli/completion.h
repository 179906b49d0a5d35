// Completion of command lines in a shell, from the tree of commands itself: a new option is
// completed without anybody listing it a second time.
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace gongkai::cli {

// The hidden first argument by which a shell's script asks this program for completions.
inline constexpr char kCompleteArgument[] = "__complete";

// What may stand in place of the last word, given those before it (without the program's name):
// commands, options, or the words of an option's enumeration. Nothing where a file name, or
// anything else, is wanted.
std::vector<std::string> Completions(const CLI::App& app, const std::vector<std::string>& words);

}  // namespace gongkai::cli
