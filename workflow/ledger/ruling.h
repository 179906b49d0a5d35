// Tests of a decision on the disclosure attribute. An approval may bring one, a signature must.
#pragma once

#include "workflow/error/result.h"
#include "workflow/ledger/command.h"
#include "workflow/ledger/record.h"
#include "workflow/machine/table.h"

namespace gongkai::ledger {

// Tests whether the command brings the decision that the guards need, and whether a decision names
// a ground exactly if it is not to disclose.
// Errors: INVALID_FIELD.
Status CheckRuling(const Command& command, machine::Guards guards);

// Tests whether a decision that changes the report's attribute says why, and does not make active
// what a secrecy reviewer has approved as exempt: that is reviewed again.
// Errors: INVALID_FIELD, NOT_ACTIVE_DISCLOSURE.
Status CheckChange(const Record& record, const Command& command);

}  // namespace gongkai::ledger
