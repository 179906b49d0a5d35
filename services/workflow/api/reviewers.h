// Who may review, by the policy.
#pragma once

#include <optional>
#include <vector>

#include "services/lib/identity/policy.h"
#include "workflow/base/time.h"
#include "workflow/ledger/reader.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/reviewers.h"
#include "workflow/ledger/revocations.h"

namespace gongkai::workflow {

// Returns the people who hold the role at the time `now`.
std::vector<machine::Actor> HoldersOf(const identity::Policy& policy, machine::Role role,
                                      base::Time now);

// Returns who holds the roles of the stages, and who of them is an author of the report or revoked.
// Throws StoreDamaged.
ledger::Reviewers ReviewersOf(const identity::Policy& policy, ledger::Reader& log,
                              const ledger::Record& record, const ledger::Revocations& revocations,
                              base::Time now);

}  // namespace gongkai::workflow
