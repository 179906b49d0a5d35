// The table as a picture, so that the picture in docs/ cannot drift from it.
#pragma once

#include <span>
#include <string>

#include "workflow/machine/table.h"

namespace gongkai::machine {

// A Mermaid stateDiagram-v2 of `table`, ending in a newline. Rows that differ only in their action
// share an arrow.
std::string Diagram(std::span<const Transition> table);

}  // namespace gongkai::machine
