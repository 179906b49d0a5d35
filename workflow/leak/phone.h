// Telephone numbers: mobile and fixed.
#pragma once

#include <optional>

#include "workflow/leak/candidate.h"
#include "workflow/leak/digit_run.h"

namespace gongkai::leak {

// Returns what the number is if it is a mobile telephone number, with or without the code of China.
std::optional<Candidate> FindMobile(const Number& number);

// Returns what the number is if it is a fixed telephone number with an area code, which may stand before
// the number in brackets.
std::optional<Candidate> FindLandline(const Number& number);

}  // namespace gongkai::leak
