// Tests of the table's guards, one function for each group of guards. rules.cc decides which groups
// are tested when.
#pragma once

#include <string>

#include "workflow/base/report_id.h"
#include "workflow/error/result.h"
#include "workflow/ledger/command.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/revocations.h"
#include "workflow/ledger/rules.h"
#include "workflow/machine/table.h"

namespace gongkai::ledger {

// Tests the guards about the actor.
// `actor` must be as it acts in the role of the action: Actor::In.
// Errors: DEPARTMENT_REQUIRED, BOT_MAY_NOT_DECIDE, OWN_REPORT, ALREADY_APPROVED, SAME_REVIEWER,
// SUPERVISOR_REQUIRED, CLAIMED_BY_ANOTHER, ACTION_NOT_ALLOWED.
Status CheckActor(const Record& record, machine::Action action, const Actor& actor,
                  machine::Guards guards, const Context& context);

// Tests the guards about the report's approvals, disclosure attribute and planned time. kSigned
// also asks that the report rests on no endorsement and no decision that was revoked.
// Errors: APPROVAL_NOT_FRESH, NOT_ACTIVE_DISCLOSURE, ACTIVE_DISCLOSURE, BEFORE_PLANNED_TIME.
Status CheckReport(const Record& record, machine::Guards guards, const ReviewPolicy& policy,
                   const Context& context);

// Tests whether the report `correction` may replace the report `corrects`, which must be PUBLISHED
// or RETRACTED and belong to `department`. `corrected` is the record of `corrects`; null: there is
// no such report.
// Errors: CORRECTION_NOT_POSSIBLE.
Status CheckCorrection(const base::ReportId& correction, const std::string& department,
                       const base::ReportId& corrects, const Record* corrected);

// Tests CheckCorrection with the corrected report of `context`. Also tests that no other correction
// of the same report is under way, because only one of two corrections could be published.
// Errors: CORRECTION_NOT_POSSIBLE.
Status CheckOnlyCorrection(const base::ReportId& correction, const std::string& department,
                           const base::ReportId& corrects, const Context& context);

// Tests the guards about the arguments of the request. If the reason, opinion, question or answer
// is missing, the error names the field `comment`.
// Errors: INVALID_FIELD.
Status CheckArguments(const Command& command, machine::Guards guards);

// Tests whether each stage of review has enough people left, once `actor` has submitted the report.
// Holds where the context does not say who there is. Errors: NO_ELIGIBLE_REVIEWER.
Status CheckReviewable(const Record& record, const Actor& actor, const ReviewPolicy& policy,
                       const Context& context);

// Tests whether the heads that the policy asks for have endorsed the present content.
// `revocations` may be null. Errors: APPROVAL_NOT_FRESH.
Status CheckEndorsed(const Record& record, const ReviewPolicy& policy,
                     const Revocations* revocations);

// Tests the guards about the content digest and the disclosure attribute of the request, and about
// the endorsements of the content. `revocations` may be null.
// Errors: INVALID_FIELD, CONTENT_CHANGED, CONTENT_INCOMPLETE, APPROVAL_NOT_FRESH,
// NOT_ACTIVE_DISCLOSURE.
Status CheckContent(const Record& record, const Command& command, machine::Guards guards,
                    const Revocations* revocations);

}  // namespace gongkai::ledger
