// The rules that decide whether an action is allowed: the guards of the table, tested against a
// report. All functions are pure, so a write, a check and the list of possible actions agree.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "workflow/base/actor_id.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"
#include "workflow/error/result.h"
#include "workflow/ledger/command.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/reviewers.h"
#include "workflow/ledger/revocations.h"
#include "workflow/machine/table.h"

namespace gongkai::ledger {

// Says that an action is allowed, and what follows.
struct Decision {
  machine::State to = machine::State::kNone;  // of the report after the action
  machine::Role role = machine::Role::kNone;  // in which the actor acts: Actor::In
};

// Holds the facts that the rules need beside the report and the command. `corrected`, `authors`,
// `revocations` and `reviewers` must outlive this.
struct Context {
  base::Time now{};
  // The report that the record, or a CREATE, corrects. Null: there is no such report.
  const Record* corrected = nullptr;
  // Another correction, under way or published, of the report that the record, or a CREATE,
  // corrects. Empty: none, or ReadsOtherCorrection is false. The error that names it is told only
  // to the department of the corrected report.
  base::ReportId other_correction;
  // Who brought bytes of the content or of a corrected content, in any report. Null: nobody, or the
  // action does not ask for four eyes.
  const std::vector<base::ActorId>* authors = nullptr;
  bool holder_struck = false;  // whether the policy no longer lets the claim's holder decide
  const Revocations* revocations = nullptr;  // null: none
  // Those who hold the roles of the stages. Null: not known, or ReadsReviewers is false; then a
  // submission is not refused for them.
  const Reviewers* reviewers = nullptr;
};

// Returns whether the rules read Context::other_correction when they decide on `action`.
bool ReadsOtherCorrection(const Record& record, machine::Action action);

// Returns whether the rules read Context::reviewers when they decide on `action`.
bool ReadsReviewers(const Record& record, machine::Action action);

// Returns the decision on the action as far as the decision depends on the report and the actor.
// The arguments of a request are not tested. Not for CREATE.
// Errors: REPORT_NOT_FOUND, ROLE_REQUIRED, DEPARTMENT_REQUIRED, ACTION_NOT_ALLOWED,
// BOT_MAY_NOT_DECIDE, OWN_REPORT, ALREADY_APPROVED, SAME_REVIEWER, SUPERVISOR_REQUIRED,
// CLAIMED_BY_ANOTHER, CLAIM_TIME_USED_UP, APPROVAL_NOT_FRESH, NOT_ACTIVE_DISCLOSURE, ACTIVE_DISCLOSURE,
// BEFORE_PLANNED_TIME, CORRECTION_NOT_POSSIBLE, NO_ELIGIBLE_REVIEWER.
Result<Decision> Permit(const Record& record, machine::Action action, const Actor& actor,
                        const ReviewPolicy& policy, const Context& context);

// Tests whether the request holds the arguments that the action needs, and whether a submission is
// endorsed. The action must be permitted. `revocations` may be null.
// Errors: ACTION_NOT_ALLOWED, INVALID_FIELD, CONTENT_CHANGED, CONTENT_INCOMPLETE,
// APPROVAL_NOT_FRESH, NOT_ACTIVE_DISCLOSURE, FINDINGS_OPEN.
Status Accept(const Record& record, const Command& command, const Revocations* revocations);

// Returns the result of Permit if the report has the command's etag and one of the command's
// states. Decides on CREATE, too. `record.state` is kNone for a report that does not exist.
// Errors: those of Permit, ETAG_MISMATCH, REPORT_EXISTS.
Result<Decision> CheckStanding(const Record& record, const Command& command,
                               const Context& context);

// Returns ACTION_NOT_ALLOWED for an action that is not possible in the state of the report.
Error WrongState(const Record& record, machine::Action action);

// Tests whether the policy lets the actor claim the report any longer.
// Errors: CLAIM_TIME_USED_UP.
Status CheckClaim(const Record& record, const Actor& actor, const ReviewPolicy& policy,
                  base::Time now);

// Returns the time for which a CLAIM or TAKE_OVER is granted: the shorter of the requested time and
// the rest of the time that the policy gives one person.
std::chrono::microseconds GrantedClaim(const Record& record, const Command& command,
                                       base::Time now);

// Returns whether the command would not change the report: an EDIT to the present content, or the
// renewal of a claim that would end less than a minute later. The command must be allowed.
bool ChangesNothing(const Record& record, const Command& command, base::Time now);

// Returns whether `error` is the refusal of an attempt, which is recorded as an entry DENIED: the
// code is PERMISSION_DENIED, FAILED_PRECONDITION, ABORTED, NOT_FOUND or DATA_LOSS. A request that
// is wrong in every state is not an attempt.
bool IsAttempt(const Error& error);

}  // namespace gongkai::ledger
