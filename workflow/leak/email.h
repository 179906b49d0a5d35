// E-mail addresses.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "workflow/leak/candidate.h"

namespace gongkai::leak {

// Returns the e-mail address whose @ ends at `end`, if there is one.
std::optional<Candidate> FindEmail(std::string_view text, std::size_t end);

}  // namespace gongkai::leak
