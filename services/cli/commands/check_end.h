// Ends a leak check by the worst that it has found.
#pragma once

#include <optional>

#include "services/cli/commands/failure.h"
#include "services/cli/view/checked_file.h"

namespace gongkai::cli {

// Throws the Failure with which the command ends, if it does not end well: what must not become public counts more
// than what could not be checked (`not_done`), and that more than what a person must look at.
void EndCheck(const Counts& counts, const std::optional<Failure>& not_done);

}  // namespace gongkai::cli
