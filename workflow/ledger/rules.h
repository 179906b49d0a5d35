// Whether an action is allowed: the table's guards, tested against a report as it stands.
// Pure functions: the same answer decides a write, a check and the list of possible actions.
#pragma once

#include <cstdint>
#include <string>

#include "workflow/error/result.h"
#include "workflow/ledger/command.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/revocations.h"
#include "workflow/machine/table.h"

namespace gongkai::ledger {

struct Decision {
  machine::State to = machine::State::kNone;
  machine::Role role = machine::Role::kNone;  // in which it is done
};

// What the rules must know beside the report and the command. What it points to must outlive it.
struct Context {
  std::int64_t now_us = 0;
  const Record* corrected =
      nullptr;  // what the record, or a CREATE, corrects; null: there is no such report
  std::string other_correction;  // CREATE: {report} of another correction of `corrected` under way;
                                 // empty: none
  bool author =
      false;  // the actor, or whom he acts for, brought bytes of the content, in whatever report
  bool holder_struck = false;  // who holds the claim may not decide any more, by the policy
  const Revocations* revocations = nullptr;  // null: none
};

// Returns what the action would lead to, as far as that depends on the report, which exists, and on
// who acts.
Result<Decision> Permit(const Record& record, machine::Action action, const Actor& actor,
                        const ReviewPolicy& policy, const Context& context);

// Returns whether the request brings what the action demands, given that it is permitted.
Status Accept(const Record& record, const Command& command);

// Returns what Permit says, if the report is the one that the command means by its etag and states.
// Decides on CREATE, too. `record.state` is kNone for a report that does not exist.
Result<Decision> CheckStanding(const Record& record, const Command& command,
                               const Context& context);

// Returns the time in microseconds that a CLAIM is granted for: what was asked for, or what is left
// of the time that the policy gives one person.
std::int64_t GrantedClaim(const Record& record, const Command& command, std::int64_t now_us);

// Returns whether the command, which is allowed, would leave the report as it is.
bool ChangesNothing(const Record& record, const Command& command, std::int64_t now_us);

// Returns whether a refusal is an attempt that a rule refused, and so is recorded; a request that
// is wrong whatever the state is not.
bool IsAttempt(const Error& error);

}  // namespace gongkai::ledger
