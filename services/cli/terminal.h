// Whom an output speaks to: a person at a terminal, or a file or pipe.
#pragma once

#include <string>
#include <string_view>

namespace gongkai::cli {

struct Terminal {
  bool interactive = false;  // a terminal, not a file or pipe
  bool colour = false;
  int columns = 0;  // 0: no end
};

// What the open file `descriptor` is. Colours only for a terminal that has them and whose user has
// not set NO_COLOR.
Terminal TerminalOf(int descriptor);

// What a text stands for, told by its colour.
enum class Style {
  kPlain,
  kHeading,
  kFaint,
  kWaiting,  // somebody has to do something
  kGood,
  kBad,
};

// The text, coloured where the terminal shows colours.
std::string Paint(std::string_view text, Style style, const Terminal& terminal);

}  // namespace gongkai::cli
