// Holds the delegation table: which services may call which method in the name of a person or bot.
// The table is checked where such a call enters. Whoever steals the key of a service can use the
// rows of that service, and no more.
#pragma once

#include <span>
#include <string_view>

#include "services/lib/identity/caller.h"
#include "workflow/error/result.h"

namespace gongkai::identity {

// A row of the table: a method, and the services that may call it in the name of a person or bot.
struct Delegation {
  std::string_view via;     // compared with the whole Caller::via, "review,intake"
  std::string_view method;  // "/gongkai.intake.v1.IntakeService/GetContent"
};

// Returns the delegation table. A call that has no row is refused.
std::span<const Delegation> DelegationTable();

// Returns OK if the services that passed the caller on may speak for people on this method. Also
// returns OK if no service passed the caller on. Errors: ASSERTION_NOT_ALLOWED.
Status CheckDelegation(const Caller& caller, std::string_view method);

// Counts a call that was refused with ASSERTION_NOT_ALLOWED. Logs a warning with the refusal and
// the count since the process started. Thread-safe.
void LogRefusedAssertion(std::string_view method, const Error& refusal);

}  // namespace gongkai::identity
