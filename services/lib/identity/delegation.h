// Checks calls that a service makes in the name of a person or bot, where such a call enters: the
// row of the service in the list of our services (services/lib/catalog) must allow it.
#pragma once

#include <string_view>

#include "workflow/error/result.h"
#include "workflow/machine/actor.h"

namespace gongkai::identity {

// Returns OK if the services that passed the caller on may speak for people on this method. Also
// returns OK if no service passed the caller on. Errors: ASSERTION_NOT_ALLOWED.
Status CheckDelegation(const machine::Actor& caller, std::string_view method);

// Counts a call that was refused with ASSERTION_NOT_ALLOWED. Logs a warning with the refusal and
// the count since the process started. Thread-safe.
void LogRefusedAssertion(std::string_view method, const Error& refusal);

}  // namespace gongkai::identity
