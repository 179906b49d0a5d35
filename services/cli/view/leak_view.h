// Prints the findings of the leak check for people.
#pragma once

#include <iosfwd>
#include <span>

#include "services/cli/view/checked_file.h"
#include "services/cli/view/language.h"
#include "services/cli/view/terminal.h"

namespace gongkai::cli {

// How findings are shown.
struct LeakStyle {
  Language language = Language::kEnglish;
  Terminal terminal;
  bool shows_info = false;  // also findings of INFO
};

// Prints what was found in the file: a line for each finding, BLOCK first, `file:line:column`, severity, kind, the
// masked excerpt, why, and the rule. Where a masked copy was written, prints before what was masked.
void PrintLeaks(const CheckedFile& file, const LeakStyle& style, std::ostream& out);

// Prints how many findings there are.
void PrintLeakSummary(std::span<const CheckedFile> files, const LeakStyle& style,
                      std::ostream& out);

}  // namespace gongkai::cli
