// Tests of what a request says of the leak check: the result of a check, and a verdict on findings.
#pragma once

#include "workflow/error/result.h"
#include "workflow/ledger/command.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/revocations.h"
#include "workflow/machine/table.h"

namespace gongkai::ledger {

// Tests whether the command brings the check and the verdict that the guards need, and whether the
// findings of the check are settled. Those of a content that is not for the public need not be. The
// command must be about the content that the report has. `revocations` may be null.
// Errors: INVALID_FIELD, FINDINGS_OPEN.
Status CheckAdjudication(const Record& record, const Command& command, machine::Guards guards,
                         const Revocations* revocations);

// Tests whether every finding of the check that the report has is settled, as CheckAdjudication does.
// Holds where its content was not checked yet. Errors: FINDINGS_OPEN.
Status CheckSettled(const Record& record, const Revocations* revocations);

// Returns whether the verdict counts: it is by nobody whom the policy has revoked then, and by nobody who
// wrote a part of the report.
bool Counts(const Record& record, const Adjudicated& verdict, const Revocations* revocations);

}  // namespace gongkai::ledger
