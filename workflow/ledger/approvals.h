// Which approvals of a report count, and whose they are.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "workflow/ledger/command.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/revocations.h"

namespace gongkai::ledger {

// `revocations` may be null in each function: none.

// Returns whether the policy lets the approval count.
bool Counts(const Approval& approval, const Revocations* revocations);

// Returns whether the actor and whoever approved share a person: themselves, or whom they act for.
bool SharePerson(const Actor& actor, const Approval& approval);

// Returns the number of people whose approvals by `action` count for the report's present content.
// An approval on behalf of a person counts as that person's.
int Fresh(const Record& record, machine::Action action, const Revocations* revocations);

// Returns whether enough people have approved the report's present content by `action`,
// APPROVE_LEGAL or APPROVE_SECRECY; and of a report of several departments, people of enough
// departments. `also` counts as one of them; null: nobody.
bool IsAtQuorum(const Record& record, machine::Action action, const ReviewPolicy& policy,
                const Revocations* revocations, const Actor* also = nullptr);

// Returns how many departments must approve the report by `action`, which is as for IsAtQuorum.
int DepartmentsNeeded(const Record& record, machine::Action action, const ReviewPolicy& policy);

// Returns the departments whose approvals by `action` count for the report's present content.
std::set<std::string> FreshDepartments(const Record& record, machine::Action action,
                                       const Revocations* revocations);

// Returns an approval of the present content that does not count any more, though the report rests on
// it: the one that decided on its attribute, or an endorsement in whose place no other one of the
// department has come. Null: there is none. Valid as long as the record.
const Approval* FindRevoked(const Record& record, const Revocations* revocations);

// Returns the departments whose head must endorse the report's present content and has not, each
// once.
std::vector<std::string> MissingEndorsements(const Record& record, const ReviewPolicy& policy,
                                             const Revocations* revocations);

}  // namespace gongkai::ledger
