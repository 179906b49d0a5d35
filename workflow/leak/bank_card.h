// Bank card numbers (ISO/IEC 7812, GB/T 15694.1) and the numbers of bank accounts.
#pragma once

#include <optional>
#include <string_view>

#include "workflow/leak/candidate.h"
#include "workflow/leak/digit_run.h"

namespace gongkai::leak {

// Returns whether the check digit of the number is right (Luhn, ISO/IEC 7812-1 annex B).
bool HasLuhn(std::string_view digits);

// Returns what the number is if it is that of a bank card or an account. An identity number must have
// been looked for before: some have the check digit of a card as well.
std::optional<Candidate> FindBankCard(const Number& number);

}  // namespace gongkai::leak
