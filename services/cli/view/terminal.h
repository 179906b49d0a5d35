// Finds out whether an output goes to a person at a terminal, or to a file or pipe.
#pragma once

#include <string>
#include <string_view>

namespace gongkai::cli {

// Who reads the output.
enum class Format {
  kText,  // people: tables and advice
  kJson,  // programs
};

// Describes where an output goes.
struct Terminal {
  bool interactive = false;  // a terminal, not a file or pipe
  bool colour = false;       // shows colours
  int columns = 0;           // the width; 0: unlimited
};

// Returns the description of the open file `descriptor`. Sets `colour` only if the terminal has
// colours and the user has not set NO_COLOR.
Terminal TerminalOf(int descriptor);

// Says what a text means. The colour shows the meaning.
enum class Style {
  kPlain,
  kHeading,
  kFaint,
  kWaiting,  // somebody has to act
  kGood,
  kBad,
};

// Returns the text, in colour if the terminal shows colours.
std::string Paint(std::string_view text, Style style, const Terminal& terminal);

}  // namespace gongkai::cli
