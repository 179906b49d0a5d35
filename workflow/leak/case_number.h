// The numbers of court cases: （2022）冀0591民初123号.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "workflow/leak/candidate.h"

namespace gongkai::leak {

// Returns the case number whose year in brackets, with the province or court behind it, ends at `end`, if there is
// one.
std::optional<Candidate> FindCaseNumber(std::string_view text, std::size_t end);

}  // namespace gongkai::leak
