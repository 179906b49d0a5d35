// Who may review, by the policy.
#pragma once

#include <vector>

#include "services/lib/identity/policy.h"
#include "workflow/base/time.h"
#include "workflow/ledger/reader.h"
#include "workflow/ledger/revocations.h"

namespace gongkai::workflow {

// Returns the people who hold the role at the time `now`.
std::vector<machine::Actor> HoldersOf(const identity::Policy& policy, machine::Role role,
                                      base::Time now);

// Returns the revocations that the ledger decides by: those in the log, and those of the policy, which may
// not be recorded yet. Throws StoreDamaged.
ledger::Revocations RevocationsInForce(const identity::Policy& policy, ledger::Reader& log);

}  // namespace gongkai::workflow
