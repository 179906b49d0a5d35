// Addresses below township and subdistrict.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "workflow/leak/candidate.h"

namespace gongkai::leak {

// Returns the address whose house, or part of a house, ends at `end`, if there is one.
std::optional<Candidate> FindAddress(std::string_view text, std::size_t end);

}  // namespace gongkai::leak
