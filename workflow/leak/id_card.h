// Citizen identification numbers (公民身份号码, GB 11643) and the numbers of 15 digits before them.
#pragma once

#include <optional>
#include <string_view>

#include "workflow/leak/candidate.h"
#include "workflow/leak/digit_run.h"

namespace gongkai::leak {

// Returns whether the 18 characters are a citizen identification number: its province exists, its date
// of birth exists and is of the years 1850 to 2099, and its check character is right.
bool IsIdCard(std::string_view number);

// Returns whether the 15 digits may be an identity number of the old kind: its province exists, and its
// date of birth exists in the 20th century.
bool IsOldIdCard(std::string_view number);

// Returns whether a citizen identification number may begin with these digits: its province exists, and so may the
// century of the date of birth.
bool MayBeginIdCard(std::string_view digits);

// Returns what the number is if it is an identity number.
std::optional<Candidate> FindIdCard(const Number& number);

}  // namespace gongkai::leak
