// Counts the terms of a report by a calendar.
#pragma once

#include <span>
#include <vector>

#include "services/lib/identity/policy.h"
#include "workflow/calendar/calendar.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/terms.h"

namespace gongkai::workflow {

// Returns the terms of a report that is as in `record`. `entered`: it has just come into its stage,
// whose term begins with the policy's days; otherwise start and days of the stage's term are those
// of the record.
ledger::Schedule ScheduleOf(const ledger::Record& record, bool entered,
                            const calendar::Calendar& calendar,
                            const identity::StageDays& stage_days);

// Returns the days of the term, with those on which the clock of the record was stopped; of a clock
// that is stopped now, the days until `now`. At most 1,000 days.
std::vector<calendar::CountedDay> DaysOf(const ledger::Term& term, const ledger::Record& record,
                                         const calendar::Calendar& calendar, base::Time now);

}  // namespace gongkai::workflow
