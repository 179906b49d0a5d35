// The numbers of passports and of travel permits (通行证).
#pragma once

#include <optional>

#include "workflow/leak/candidate.h"
#include "workflow/leak/digit_run.h"

namespace gongkai::leak {

// Returns what the number is, with the letters before it, if it is the number of a passport or of a travel
// permit.
std::optional<Candidate> FindPassport(const Number& number);

}  // namespace gongkai::leak
