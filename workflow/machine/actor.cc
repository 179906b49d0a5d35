#include "workflow/machine/actor.h"

namespace gongkai::machine {

std::string_view Actor::Sender() const {
  if (IsService()) return service;
  return std::string_view(via).substr(via.rfind(',') + 1);  // npos + 1 is 0
}

}  // namespace gongkai::machine
