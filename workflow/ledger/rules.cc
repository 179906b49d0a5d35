#include "workflow/ledger/rules.h"

#include <algorithm>
#include <string>
#include <utility>

#include "workflow/error/errors.h"
#include "workflow/ledger/adjudication.h"
#include "workflow/ledger/approvals.h"
#include "workflow/ledger/guards.h"
#include "workflow/ledger/visibility.h"

namespace gongkai::ledger {
namespace {

using machine::Action;
using machine::Guard;
using machine::Role;
using machine::State;
using machine::ToString;

// The role that ever takes this action, for the message of a refusal.
Role RoleFor(Action action) {
  for (const machine::Transition& row : machine::kTransitions) {
    if (row.action == action) return row.role;
  }
  return Role::kNone;
}

bool HoldsRoleFor(const Actor& actor, Action action) {
  return std::any_of(machine::kTransitions.begin(), machine::kTransitions.end(),
                     [&](const machine::Transition& row) {
                       return row.action == action && actor.roles.Has(row.role);
                     });
}

// Returns whether the actor takes the action in a role whose reports the policy limits.
bool IsLimited(const Actor& actor, Action action) {
  return std::any_of(machine::kTransitions.begin(), machine::kTransitions.end(),
                     [&](const machine::Transition& row) {
                       return row.action == action && actor.roles.Has(row.role) &&
                              row.guards.Has(Guard::kItsReports);
                     });
}

errors::Newest NewestOf(const Record& record, const std::string& time, const std::string& etag) {
  return {.action = ToString(record.last_action),
          .actor = record.last_actor.text(),
          .state = ToString(record.state),
          .time = time,
          .etag = etag};
}

Error StaleEtag(const Record& record, const std::string& sent) {
  const std::string time = base::Rfc3339(record.update_time);
  const std::string etag = EtagOf(record);
  return errors::EtagMismatch(record.id.Name(), sent, NewestOf(record, time, etag));
}

// Tests whether the actor may know the report as a whole and ever takes the action. Who may not
// know of a report is told the same as if there were none; and the errors about where it stands,
// which tell who did what last, go only to who may know the whole record.
Status CheckSight(const Record& record, Action action, const Actor& actor) {
  const Sight sight = SightOf(actor, record);
  if (sight == Sight::kNothing) return errors::ReportNotFound(record.id.Name());
  if (!HoldsRoleFor(actor, action)) {
    return errors::RoleRequired(actor.id.text(), ToString(RoleFor(action)), ToString(action));
  }
  // Who knows only what is public and holds the role is a drafter or the head of another department,
  // or reviews or signs the reports of others.
  if (sight == Sight::kPublic) {
    return IsLimited(actor, action)
               ? errors::ReportOfOthers(record.id.Name(), record.department, ToString(action))
               : errors::DepartmentRequired(record.department, ToString(action));
  }
  return {};
}

Result<const machine::Transition*> FindRow(const Record& record, Action action,
                                           const Actor& actor) {
  const machine::Transition* row = machine::Find(record.state, action);
  if (row == nullptr) return WrongState(record, action);
  if (!actor.roles.Has(row->role)) {
    return errors::RoleRequired(actor.id.text(), ToString(row->role), ToString(action));
  }
  if (row->guards.Has(Guard::kCorrection)) return WrongState(record, action);  // never asked alone
  return row;
}

State Destination(const Record& record, const machine::Transition& row, const Actor& actor,
                  const ReviewPolicy& policy, const Revocations* revocations) {
  if (!row.effects.Has(machine::Effect::kAtQuorum)) return row.to;
  return IsAtQuorum(record, row.action, policy, revocations, &actor) ? row.to : row.from;
}

// Returns since when `id` has claimed the report in this state; `now` where it has not.
base::Time FirstClaim(const Record& record, const base::ActorId& id, base::Time now) {
  const auto found = std::ranges::find(record.claimants, id, &Claimant::id);
  return found == record.claimants.end() ? now : found->first_time;
}

Result<Decision> PermitCreate(const Record& record, const Command& command,
                              const Context& context) {
  const Actor& actor = command.actor;
  if (!HoldsRoleFor(actor, Action::kCreate)) {
    return errors::RoleRequired(actor.id.text(), ToString(Role::kDrafter),
                                ToString(Action::kCreate));
  }
  if (record.state != State::kNone) return errors::ReportExists(command.subject.Name());
  if (!command.corrects.empty()) {
    Status ok =
        CheckOnlyCorrection(command.subject.Report(), actor.department, command.corrects, context);
    if (!ok) return ok.error();
  }
  return Decision{.to = State::kDraft, .role = Role::kDrafter};
}

Result<Decision> PermitRow(const Record& record, const machine::Transition& row,
                           const Actor& caller, const ReviewPolicy& policy,
                           const Context& context) {
  const Action action = row.action;
  const Actor actor = caller.In(row.role);
  if (Status ok = CheckActor(record, action, actor, row.guards, context); !ok) return ok.error();
  if (action == Action::kRelease && record.claimed_by != actor.id)
    return WrongState(record, action);
  if (IsClaim(action)) {
    if (Status ok = CheckClaim(record, actor, policy, context.now); !ok) return ok.error();
  }
  if (Status ok = CheckReport(record, row.guards, policy, context); !ok) return ok.error();
  if (action == Action::kPublish && !record.corrects.empty()) {
    Status ok = CheckCorrection(record.id, record.department, record.corrects, context.corrected);
    if (!ok) return ok.error();
  }
  if (row.guards.Has(Guard::kOnlyCorrection) && !record.corrects.empty()) {
    Status ok = CheckOnlyCorrection(record.id, record.department, record.corrects, context);
    if (!ok) return ok.error();
  }
  if (row.guards.Has(Guard::kReviewable)) {
    if (Status ok = CheckReviewable(record, actor, policy, context); !ok) return ok.error();
  }
  return Decision{.to = Destination(record, row, actor, policy, context.revocations),
                  .role = row.role};
}

}  // namespace

Error WrongState(const Record& record, Action action) {
  const std::string time = base::Rfc3339(record.update_time);
  const std::string etag = EtagOf(record);
  return errors::ActionNotAllowed(record.id.Name(), ToString(action), NewestOf(record, time, etag));
}

Status CheckClaim(const Record& record, const Actor& actor, const ReviewPolicy& policy,
                  base::Time now) {
  const base::Time first_time = FirstClaim(record, actor.id, now);
  if (now < first_time + policy.longest_claim) return {};
  return errors::ClaimTimeUsedUp(record.id.Name(), base::Rfc3339(first_time),
                                 static_cast<int>(policy.longest_claim.count()));
}

bool ReadsOtherCorrection(const Record& record, Action action) {
  const machine::Transition* row = machine::Find(record.state, action);
  return row != nullptr && row->guards.Has(Guard::kOnlyCorrection);
}

bool ReadsReviewers(const Record& record, Action action) {
  const machine::Transition* row = machine::Find(record.state, action);
  return row != nullptr && row->guards.Has(Guard::kReviewable);
}

Result<Decision> Permit(const Record& record, Action action, const Actor& actor,
                        const ReviewPolicy& policy, const Context& context) {
  if (Status ok = CheckSight(record, action, actor); !ok) return ok.error();
  const Result<const machine::Transition*> row = FindRow(record, action, actor);
  if (!row) return row.error();
  return PermitRow(record, **row, actor, policy, context);
}

Result<Decision> CheckStanding(const Record& record, const Command& command,
                               const Context& context) {
  const Action action = command.action;
  const Actor& actor = command.actor;
  if (action == Action::kCreate) return PermitCreate(record, command, context);
  if (record.state == State::kNone) return errors::ReportNotFound(command.subject.Name());
  if (Status ok = CheckSight(record, action, actor); !ok) return ok.error();
  // Who lost a race is told what won, rather than what is not possible any more.
  if (!command.etag.empty() && command.etag != EtagOf(record)) {
    return StaleEtag(record, command.etag);
  }
  const auto& from = command.from;
  const bool meant = from.empty() || std::ranges::find(from, record.state) != from.end();
  if (!meant) return WrongState(record, action);
  const Result<const machine::Transition*> row = FindRow(record, action, actor);
  if (!row) return row.error();
  return PermitRow(record, **row, actor, command.policy, context);
}

Status Accept(const Record& record, const Command& command, const Revocations* revocations) {
  const machine::Transition* row = machine::Find(record.state, command.action);
  if (row == nullptr) return WrongState(record, command.action);
  if (Status ok = CheckArguments(command, row->guards); !ok) return ok;
  Status ok = CheckContent(record, command, row->guards, revocations);
  return ok ? CheckAdjudication(record, command, row->guards, revocations) : ok;
}

std::chrono::microseconds GrantedClaim(const Record& record, const Command& command,
                                       base::Time now) {
  const auto* asked = std::get_if<ClaimTime>(&command.facts);
  const base::Time end = FirstClaim(record, command.actor.id, now) + command.policy.longest_claim;
  return std::min(asked == nullptr ? std::chrono::microseconds() : asked->duration, end - now);
}

bool ChangesNothing(const Record& record, const Command& command, base::Time now) {
  switch (command.action) {
    case Action::kEdit:
      return command.content == record.content;
    case Action::kClaim: {
      // A claim that is renewed ends a minute later at least, so that nobody fills the log with
      // renewals.
      constexpr std::chrono::minutes kLeastRenewal{1};
      return record.claimed_by == command.actor.id && now < record.claim_until &&
             now + GrantedClaim(record, command, now) < record.claim_until + kLeastRenewal;
    }
    default:
      return false;
  }
}

bool IsAttempt(const Error& error) {
  switch (error.code()) {
    case Code::kPermissionDenied:
    case Code::kFailedPrecondition:
    case Code::kAborted:
    case Code::kNotFound:
    case Code::kDataLoss:
      return true;
    default:
      return false;
  }
}

}  // namespace gongkai::ledger
