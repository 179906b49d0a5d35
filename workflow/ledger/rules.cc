#include "workflow/ledger/rules.h"

#include <algorithm>
#include <string>
#include <utility>

#include "workflow/error/errors.h"
#include "workflow/ledger/rfc3339.h"

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

errors::Newest NewestOf(const Record& record, const std::string& time, const std::string& etag) {
  return {.action = ToString(record.last_action),
          .actor = record.last_actor,
          .state = ToString(record.state),
          .time = time,
          .etag = etag};
}

Error WrongState(const Record& record, Action action) {
  const std::string time = Rfc3339(record.update_us);
  const std::string etag = EtagOf(record);
  return errors::ActionNotAllowed(NameOf(record.id), ToString(action),
                                  NewestOf(record, time, etag));
}

Error StaleEtag(const Record& record, const std::string& sent) {
  const std::string time = Rfc3339(record.update_us);
  const std::string etag = EtagOf(record);
  return errors::EtagMismatch(NameOf(record.id), sent, NewestOf(record, time, etag));
}

// How many approvals of `action` stand for the report's content as it is.
int Fresh(const Record& record, Action action) {
  return static_cast<int>(std::count_if(
      record.approvals.begin(), record.approvals.end(), [&](const Approval& approval) {
        return approval.action == action && approval.content == record.content;
      }));
}

// Whether the two share a person: themselves, or whom they act for.
bool SamePerson(const Actor& actor, const Approval& approval) {
  return actor.id == approval.reviewer || actor.id == approval.on_behalf_of ||
         (!actor.on_behalf_of.empty() &&
          (actor.on_behalf_of == approval.reviewer || actor.on_behalf_of == approval.on_behalf_of));
}

// The guards about who acts.
Status CheckActor(const Record& record, const Command& command, machine::Guards guards,
                  std::int64_t now_us) {
  const Actor& actor = command.actor;
  const std::string name = NameOf(record.id);
  if (guards.Has(Guard::kSameDepartment) && actor.department != record.department) {
    return errors::DepartmentRequired(record.department, ToString(command.action));
  }
  if (guards.Has(Guard::kPersonOnly) && !actor.person) {
    return errors::BotMayNotDecide(actor.id, ToString(command.action));
  }
  if (guards.Has(Guard::kFourEyes)) {
    for (const std::string& id : {actor.id, actor.on_behalf_of}) {
      if (!id.empty() && IsContributor(record, id)) return errors::OwnReport(name, id);
    }
  }
  if (guards.Has(Guard::kOtherReviewer) &&
      std::any_of(record.approvals.begin(), record.approvals.end(),
                  [&](const Approval& approval) { return SamePerson(actor, approval); })) {
    return errors::SameReviewer(name);
  }
  if (guards.Has(Guard::kNotClaimedByAnother) && IsClaimedByAnother(record, actor.id, now_us)) {
    return errors::ClaimedByAnother(name, record.claimed_by, Rfc3339(record.claim_until_us));
  }
  return {};
}

// The guards about what the request must bring. The caller's field is `comment` for all texts.
Status CheckArguments(const Command& command, machine::Guards guards) {
  const bool comment = guards.Has(Guard::kReason) || guards.Has(Guard::kOpinion) ||
                       guards.Has(Guard::kReferral) || guards.Has(Guard::kAnswer);
  if (comment && command.comment.empty()) {
    return errors::InvalidField("comment", "Required: the reason, opinion, question or answer.");
  }
  if (guards.Has(Guard::kReferral) && command.authority.empty()) {
    return errors::InvalidField("authority", "Required: the authority that is asked.");
  }
  if (guards.Has(Guard::kGround) && command.ground == Ground::kNone) {
    return errors::InvalidField("ground", "Required: the legal ground.");
  }
  if (guards.Has(Guard::kOpinion)) {
    if (command.checklist.empty()) {
      return errors::InvalidField("checklist", "Required: every question of the stage, answered.");
    }
    for (const ChecklistAnswer& answer : command.checklist) {
      if (!answer.passed) {
        return errors::InvalidField("checklist", "Every question must be passed to approve; \"" +
                                                     answer.question + "\" is not. Return it.");
      }
    }
  }
  return {};
}

// The guards about the report's content and approvals.
Status CheckContent(const Record& record, const Command& command, machine::Guards guards,
                    std::int64_t now_us) {
  const std::string name = NameOf(record.id);
  if (guards.Has(Guard::kContentAsSubmitted) || guards.Has(Guard::kComplete)) {
    if (!command.content) {
      return errors::InvalidField("content_sha256", "Required: the digest of what is meant.");
    }
    if (*command.content != record.content) {
      return errors::ContentChanged(name, merkle::ToHex(*command.content),
                                    merkle::ToHex(record.content));
    }
  }
  if (guards.Has(Guard::kComplete)) {
    std::vector<FieldViolation> missing = command.missing;
    if (command.disclosure == Disclosure::kNone && missing.empty()) {
      missing.push_back({"report.disclosure.attribute", "Required: the disclosure attribute."});
    }
    if (!missing.empty()) return errors::ContentIncomplete(name, std::move(missing));
  }
  if (guards.Has(Guard::kLegalFresh) &&
      Fresh(record, Action::kApproveLegal) < command.quorum.legal) {
    return errors::ApprovalNotFresh(name, "legal");
  }
  if (guards.Has(Guard::kSecrecyFresh) &&
      Fresh(record, Action::kApproveSecrecy) < command.quorum.secrecy) {
    return errors::ApprovalNotFresh(name, "secrecy");
  }
  if (guards.Has(Guard::kActiveDisclosure) && !IsActive(record.disclosure)) {
    return errors::NotActiveDisclosure(name, ToString(record.disclosure));
  }
  if (guards.Has(Guard::kPlannedTime) && now_us < record.planned_us) {
    return errors::BeforePlannedTime(name, Rfc3339(record.planned_us));
  }
  return {};
}

// A report corrects only a published one of its own department: named when it is created, and still
// public when it takes its place.
Status CheckCorrection(const Record& record, const Record& corrected, const Command& command) {
  const bool creates = command.action == Action::kCreate;
  if (!creates && command.action != Action::kPublish) return {};
  const std::string& corrects = creates ? command.corrects : record.corrects;
  if (corrects.empty()) return {};
  const auto refuse = [&](std::string_view why) {
    return errors::CorrectionNotPossible(NameOf(command.report), NameOf(corrects), why);
  };
  const std::string& department = creates ? command.actor.department : record.department;
  // What is published is no secret, so saying so tells nothing new.
  if (corrected.state != State::kPublished) return refuse("it is not PUBLISHED.");
  if (corrected.department != department) return refuse("it is another department's.");
  return {};
}

State Destination(const Record& record, const Command& command, const machine::Transition& row) {
  if (!row.effects.Has(machine::Effect::kAtQuorum)) return row.to;
  const int needed =
      command.action == Action::kApproveLegal ? command.quorum.legal : command.quorum.secrecy;
  return Fresh(record, command.action) + 1 >= needed ? row.to : row.from;
}

}  // namespace

Result<Decision> Decide(const Record& record, const Record& corrected, const Command& command,
                        std::int64_t now_us) {
  const Actor& actor = command.actor;
  const Action action = command.action;
  const bool exists = record.state != State::kNone;
  // First, so that it says nothing of whether the report exists.
  if (command.refusal) return *command.refusal;
  if (exists && action != Action::kCreate && !Sees(ScopeOf(actor), record)) {
    return errors::ReportNotFound(NameOf(command.report));
  }
  if (!HoldsRoleFor(actor, action)) {
    return errors::RoleRequired(actor.id, ToString(RoleFor(action)), ToString(action));
  }
  if (!exists && action != Action::kCreate) return errors::ReportNotFound(NameOf(command.report));
  if (exists && action == Action::kCreate) return errors::ReportExists(NameOf(command.report));
  if (!command.etag.empty() && command.etag != EtagOf(record)) {
    return StaleEtag(record, command.etag);
  }

  const machine::Transition* row = machine::Find(record.state, action);
  const auto& from = command.from;
  if (row == nullptr ||
      (!from.empty() && std::find(from.begin(), from.end(), record.state) == from.end())) {
    return WrongState(record, action);
  }
  if (!actor.roles.Has(row->role)) {
    return errors::RoleRequired(actor.id, ToString(row->role), ToString(action));
  }
  if (row->guards.Has(Guard::kCorrection)) return WrongState(record, action);  // never asked alone
  if (Status ok = CheckActor(record, command, row->guards, now_us); !ok) return ok.error();
  if (action == Action::kRelease && record.claimed_by != actor.id) {
    return WrongState(record, action);
  }
  if (Status ok = CheckArguments(command, row->guards); !ok) return ok.error();
  if (Status ok = CheckContent(record, command, row->guards, now_us); !ok) return ok.error();
  if (Status ok = CheckCorrection(record, corrected, command); !ok) return ok.error();
  return Decision{.to = Destination(record, command, *row), .role = row->role};
}

Command Probe(const Record& record, Action action, const Actor& actor, Quorum quorum) {
  return {.report = record.id,
          .action = action,
          .actor = actor,
          .quorum = quorum,
          .content = record.content,
          .disclosure = Disclosure::kActive,
          .ground = Ground::kLast,
          .comment = "-",
          .authority = "-",
          .checklist = {{.question = "-", .passed = true}}};
}

Scope ScopeOf(const Actor& actor) {
  const auto any = [&actor](std::initializer_list<Role> roles) {
    return std::any_of(roles.begin(), roles.end(),
                       [&actor](Role role) { return actor.roles.Has(role); });
  };
  return {.all = any({Role::kAuditor}),
          .submitted = any({Role::kLegalReviewer, Role::kSecrecyReviewer, Role::kPublisher}),
          .department = any({Role::kDrafter}) ? actor.department : std::string()};
}

bool Sees(const Scope& scope, const Record& record) {
  return scope.all || (scope.submitted && record.submit_us != 0) ||
         (!scope.department.empty() && scope.department == record.department);
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
