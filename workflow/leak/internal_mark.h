// Marks of internal documents and work secrets, and notes on who may have a document.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "workflow/leak/candidate.h"

namespace gongkai::leak {

// Returns the mark or note of which a word ends at `end`, if there is one.
std::optional<Candidate> FindInternalMark(std::string_view text, std::size_t end);

}  // namespace gongkai::leak
