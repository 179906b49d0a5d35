// Unified social credit codes (统一社会信用代码, GB 32100) with the organisation code in them (GB 11714).
#pragma once

#include <optional>
#include <string_view>

#include "workflow/leak/candidate.h"

namespace gongkai::leak {

// Returns whether the 18 characters are a unified social credit code with the right check character.
bool IsCreditCode(std::string_view code);

// Returns whether the check character of the organisation code, characters 9 to 17 of a unified social
// credit code, is right.
bool HasOrganCode(std::string_view code);

// Returns what the word is if it is a unified social credit code.
std::optional<Candidate> FindCreditCode(std::string_view text, Range word);

}  // namespace gongkai::leak
