// The marks of state secrets: 密级★保密期限 (1990 rules on marks, art. 4; GB/T 9704-2012).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "workflow/leak/candidate.h"

namespace gongkai::leak {

// Returns the mark whose grade ends at `end`, if there is one.
std::optional<Candidate> FindSecrecyMark(std::string_view text, std::size_t end);

}  // namespace gongkai::leak
