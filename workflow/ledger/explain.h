// Says why somebody may, or may not, take an action on a report: every rule that decides, whether it
// holds, and in words what it rests on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/bilingual.h"
#include "workflow/error/result.h"
#include "workflow/ledger/command.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/rules.h"
#include "workflow/machine/states.h"

namespace gongkai::ledger {

// One rule, as it applies to the person, the action and the report.
struct Fact {
  std::string_view rule;  // "FOUR_EYES"; never changes its meaning
  bool holds = false;
  base::Bilingual text;  // why
};

// The decision with the rules that made it.
struct Explanation {
  Result<Decision> decision;
  std::vector<Fact> facts;  // the decision is favourable exactly if all hold
};

// Returns what the ledger decides on a request of `actor` whose arguments are right, as Permit does,
// and why. For SUBMIT, the endorsements that the policy asks for count, too. Not for CREATE.
//
//   const Explanation why = Explain(record, Action::kSign, actor, policy, context);
//   for (const Fact& fact : why.facts) Show(fact.rule, fact.holds, fact.text);
Explanation Explain(const Record& record, machine::Action action, const Actor& actor,
                    const ReviewPolicy& policy, const Context& context);

// Removes the facts of which the actor is not told, though an auditor is: those behind the first
// rule about sight, role or department that does not hold. They may name people, departments and
// reports that the actor may not know of, as the ledger's refusal does not.
void LeaveOutWhatIsNotTold(Explanation& why);

}  // namespace gongkai::ledger
