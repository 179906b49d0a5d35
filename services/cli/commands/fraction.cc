#include "services/cli/commands/fraction.h"

#include <cmath>
#include <cstdlib>

namespace gongkai::cli {

std::string RefuseNan(const std::string& text) {
  return std::isnan(std::strtod(text.c_str(), nullptr)) ? "`" + text + "` is no number" : "";
}

}  // namespace gongkai::cli
