// Prints HTML to PDF with a program of the machine: Chromium without a window, or WeasyPrint.
#pragma once

#include <string>

namespace gongkai::cli {

// Returns the PDF of an HTML document. Blocks for at most three minutes, with Chromium for one. The
// document stands in a folder that only this user may read, while it is printed. Throws Failure
// kUsage if no program that prints is installed, and Failure kUnexpected if the program failed or
// took too long.
std::string PrintToPdf(const std::string& html);

}  // namespace gongkai::cli
