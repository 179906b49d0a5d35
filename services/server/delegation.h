// Which service may speak for people to which other, and on what: the one list, checked where such
// a call enters. A key of ours that is stolen is worth its service's rows, and no more.
#pragma once

#include <span>
#include <string_view>

#include "services/server/caller.h"
#include "workflow/error/result.h"

namespace gongkai::server {

// One method on which a call may come in the name of a person or bot.
struct Delegation {
  std::string_view via;     // as Caller.via, whole: a longer or shorter way is another one
  std::string_view method;  // "/gongkai.intake.v1.IntakeService/GetContent"
};

// Whatever has no row is refused.
std::span<const Delegation> DelegationTable();

// Whether the services that passed the caller on may speak for people on this method. Nothing is
// asked of a caller who speaks for himself. Errors: ASSERTION_NOT_ALLOWED.
Status CheckDelegation(const Caller& caller, std::string_view method);

// Counts a call that was refused with ASSERTION_NOT_ALLOWED, and logs it as a warning together with
// the count since the process started. Thread-safe.
void LogRefusedAssertion(std::string_view method, const Error& refusal);

}  // namespace gongkai::server
