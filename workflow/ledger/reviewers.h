// Who may still review a report: whether each stage before it has enough people left who may decide.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "workflow/base/actor_id.h"
#include "workflow/base/time.h"
#include "workflow/error/reason.h"
#include "workflow/error/result.h"
#include "workflow/ledger/command.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/revocations.h"

namespace gongkai::ledger {

// A person who holds the role of a stage.
struct Candidate {
  Actor actor;           // as the person acts in that role: Actor::In
  bool author = false;   // brought bytes of the report, or of one that it corrects, in any report
  bool revoked = false;  // what the person approves now would not count
};

// The people who hold the roles of the stages now.
struct Reviewers {
  std::vector<Candidate> legal;
  std::vector<Candidate> secrecy;
};

// Returns the candidates among those who hold the roles of the stages. `holders(role)` returns the people
// who hold the role, each as an actor in it. `authors` are those of the report's bytes.
Reviewers ReviewersAmong(const std::function<std::vector<Actor>(machine::Role role)>& holders,
                         const std::vector<base::ActorId>& authors, const Revocations& revocations,
                         base::Time now);

// Says why somebody may not review a report.
struct Exclusion {
  base::ActorId id;
  // DEPARTMENT_REQUIRED (decides on the reports of others), OWN_REPORT, ALREADY_APPROVED, SAME_REVIEWER
  // or APPROVAL_NOT_FRESH (the ledger has revoked it).
  Reason reason = Reason::kOwnReport;
  // It rests on bytes alone, which the person may have brought into a report that others must not know
  // of.
  bool is_secret = false;
};

// Says that a stage has too few people left.
struct Shortage {
  machine::State stage = machine::State::kNone;  // LEGAL_REVIEW or SECRECY_REVIEW
  bool of_departments = false;      // not people are too few, but departments that they are of
  int needed = 0;                   // so many must still approve
  int able = 0;                     // so many may
  std::vector<Exclusion> excluded;  // the others who hold the role
};

// Returns the first stage that lies before the report, or in which it is, and has too few people
// left; nullopt if each has enough. Of a DRAFT both stages lie before it. Whoever `submits` it
// becomes one of its authors; null: nobody does. Returns nullopt for a report that is neither a DRAFT
// nor under review. `revocations` may be null.
std::optional<Shortage> FindShortage(const Record& record, const Actor* submits,
                                     const ReviewPolicy& policy, const Reviewers& reviewers,
                                     const Revocations* revocations);

// Tests whether there is no shortage. The error names who is excluded, but for exclusions that are
// secret. Errors: NO_ELIGIBLE_REVIEWER.
Status CheckReviewable(const Record& record, const Actor& submits, const ReviewPolicy& policy,
                       const Reviewers& reviewers, const Revocations* revocations);

}  // namespace gongkai::ledger
