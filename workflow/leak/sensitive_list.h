// Tables of people with a column on their health, their need or their age.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "workflow/leak/candidate.h"

namespace gongkai::leak {

// Returns the heading of a column that ends at `end`, if it is the heading of such a table.
std::optional<Candidate> FindSensitiveList(std::string_view text, std::size_t end);

}  // namespace gongkai::leak
