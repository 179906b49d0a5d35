// Whether an action is allowed: the table's guards, tested against a report as it stands.
// Pure functions: the same answer decides a write, a dry run and the list of possible actions.
#pragma once

#include <cstdint>

#include "workflow/error/result.h"
#include "workflow/ledger/command.h"
#include "workflow/ledger/record.h"
#include "workflow/machine/table.h"

namespace gongkai::ledger {

struct Decision {
  machine::State to = machine::State::kNone;
  machine::Role role = machine::Role::kNone;  // in which it is done
};

// `record.state` is kNone for a report that does not exist yet. `corrected` is the report that the
// command's or the record's `corrects` names; its state is kNone if there is none such.
Result<Decision> Decide(const Record& record, const Record& corrected, const Command& command,
                        std::int64_t now_us);

// A command of this action whose arguments are as the record's guards want them, so that what
// Decide says of it is about the report and the actor alone.
Command Probe(const Record& record, machine::Action action, const Actor& actor, Quorum quorum);

// Which reports somebody may know of.
struct Scope {
  bool all = false;        // auditors, and services for themselves
  bool submitted = false;  // whatever was once handed to review
  std::string department;  // and the whole of this department's; empty: of none
};
Scope ScopeOf(const Actor& actor);
bool Sees(const Scope& scope, const Record& record);

// Whether a refusal is an attempt that a rule refused, and so is recorded; a request that is wrong
// whatever the state is not.
bool IsAttempt(const Error& error);

}  // namespace gongkai::ledger
