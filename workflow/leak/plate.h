// The plates of vehicles (GA 36).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "workflow/leak/candidate.h"

namespace gongkai::leak {

// Returns the plate whose letter ends at `end`, if there is one.
std::optional<Candidate> FindPlate(std::string_view text, std::size_t end);

}  // namespace gongkai::leak
