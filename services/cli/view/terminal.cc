#include "services/cli/view/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

namespace gongkai::cli {
namespace {

bool IsSet(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

bool HasColours() {
  const char* term = std::getenv("TERM");
  return !IsSet("NO_COLOR") && term != nullptr && std::string_view(term) != "dumb";
}

std::string_view Code(Style style) {
  switch (style) {
    case Style::kPlain:
      return "";
    case Style::kHeading:
      return "1";
    case Style::kFaint:
      return "2";
    case Style::kWaiting:
      return "33";
    case Style::kGood:
      return "32";
    case Style::kBad:
      return "31";
  }
  return "";
}

}  // namespace

Terminal TerminalOf(int descriptor) {
  Terminal terminal;
  terminal.interactive = isatty(descriptor) == 1;
  if (!terminal.interactive) return terminal;
  terminal.colour = HasColours();
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) == 0) terminal.columns = size.ws_col;
  return terminal;
}

std::string Paint(std::string_view text, Style style, const Terminal& terminal) {
  const std::string_view code = Code(style);
  if (!terminal.colour || code.empty()) return std::string(text);
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

}  // namespace gongkai::cli
