// Prints the findings of the leak check for people.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <limits>
#include <span>

#include "services/cli/view/checked_file.h"
#include "services/cli/view/language.h"
#include "services/cli/view/terminal.h"

namespace gongkai::cli {

// How findings are shown.
struct LeakStyle {
  Language language = Language::kEnglish;
  Terminal terminal;
  bool shows_info = false;                                               // also findings of INFO
  std::size_t most_of_a_file = std::numeric_limits<std::size_t>::max();  // how many findings
};

// Prints what was found in the file: a line for each finding, BLOCK first, `file:line:column`, severity, kind, the
// masked excerpt, why, and the rule. Says how many more there are than the style shows. Where a masked copy was
// written, prints before what was masked.
void PrintLeaks(const CheckedFile& file, const LeakStyle& style, std::ostream& out);

// Prints how many findings there are.
void PrintLeakSummary(std::span<const CheckedFile> files, const LeakStyle& style,
                      std::ostream& out);

}  // namespace gongkai::cli
