// The table as a picture. A test compares the picture in docs/ with this one.
#pragma once

#include <span>
#include <string>

#include "workflow/machine/table.h"

namespace gongkai::machine {

// Returns a Mermaid stateDiagram-v2 of `table`, which ends with a newline. Transitions with the
// same `from`, `to` and `role` share one arrow.
std::string Diagram(std::span<const Transition> table);

}  // namespace gongkai::machine
