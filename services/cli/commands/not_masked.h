// Says why a file has no masked copy.
#pragma once

#include <string>

#include "services/cli/commands/failure.h"
#include "services/lib/extraction/record/mask_record.h"

namespace gongkai::cli {

// Returns the Failure kInvalid that says why the file of this name is not masked, and what to do. There must be a
// problem.
Failure NotMasked(const std::string& name, const extraction::MaskRefusal& refusal);

}  // namespace gongkai::cli
