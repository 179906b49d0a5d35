// The coordinates of places that must be protected.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "workflow/leak/candidate.h"

namespace gongkai::leak {

// Returns the coordinate that stands behind the word that ends at `end`, if it is exact and words for such a
// place stand near.
std::optional<Candidate> FindCoordinates(std::string_view text, std::size_t end);

}  // namespace gongkai::leak
