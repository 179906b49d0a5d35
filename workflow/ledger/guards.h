// The guards of the table, one group each: what must hold beside state and role. For rules.cc,
// which says which of them are tested when.
#pragma once

#include <string>

#include "workflow/error/result.h"
#include "workflow/ledger/command.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/revocations.h"
#include "workflow/ledger/rules.h"
#include "workflow/machine/table.h"

namespace gongkai::ledger {

// Returns how many people's approvals of `action` stand for the report's content as it is.
int Fresh(const Record& record, machine::Action action, const Revocations* revocations);

// Tests the guards about who acts.
Status CheckActor(const Record& record, machine::Action action, const Actor& actor,
                  machine::Guards guards, const Context& context);

// Tests the guards about the report's approvals and plans.
Status CheckReport(const Record& record, machine::Guards guards, const ReviewPolicy& policy,
                   const Context& context);

// Tests whether `correction` may take the place of `corrects`: a report of the same department that
// is public, or was and was retracted. `corrected` is that report; null: there is none.
Status CheckCorrection(const std::string& correction, const std::string& department,
                       const std::string& corrects, const Record* corrected);

// Tests the same for a correction that is created: of two corrections of one report only one could
// be published.
Status CheckNewCorrection(const Command& command, const Context& context);

// Tests the guards about what the request must bring. The field of all texts is called `comment`.
Status CheckArguments(const Command& command, machine::Guards guards);

// Tests the guards about the content that the request means.
Status CheckContent(const Record& record, const Command& command, machine::Guards guards);

}  // namespace gongkai::ledger
