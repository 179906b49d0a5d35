// Checks numbers on the command line that may have a fraction.
#pragma once

#include <string>

namespace gongkai::cli {

// Returns what is wrong with the text if it is no number, else an empty text: CLI::Range takes what compares with
// nothing.
std::string RefuseNan(const std::string& text);

}  // namespace gongkai::cli
