#include "services/workflow/api/permissions.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "services/lib/identity/policy.h"
#include "services/lib/request/fields.h"
#include "services/lib/request/time.h"
#include "services/workflow/api/commands.h"
#include "services/workflow/api/convert.h"
#include "services/workflow/api/reading.h"
#include "services/workflow/api/reviewers.h"
#include "workflow/base/entry_index.h"
#include "workflow/error/errors.h"
#include "workflow/error/localize.h"
#include "workflow/ledger/authorship.h"
#include "workflow/ledger/explain.h"

namespace gongkai::workflow {
namespace {

constexpr int kMostEntries = 20;
constexpr std::size_t kMostPeople = 20;

// What the rules need beside the report and the actor.
struct Standing {
  std::optional<ledger::Record> corrected;
  std::optional<ledger::Reviewers> reviewers;
  std::vector<base::ActorId> authors;
  ledger::Revocations revocations;
  ledger::Context context;
};

// Returns whether who holds the record's claim, if anybody, may still decide, by the policy.
bool HoldsClaimRole(const identity::Policy& policy, const ledger::Record& record, base::Time now) {
  const machine::Transition* claim = machine::Find(record.state, machine::Action::kClaim);
  if (claim == nullptr || record.claimed_by.empty()) return true;
  return ledger::DecidesOn(record, policy.ActorAt(record.claimed_by, now), claim->role);
}

// Sets `standing` for decisions on the report.
void Fill(const ServiceContext& context, const identity::Policy& policy,
          const ledger::Record& record, Standing& standing) {
  const base::Time now = request::Now();
  standing.authors = ledger::AuthorsOf(context.log, record);
  standing.revocations = RevocationsInForce(policy, context.log);
  standing.context = {.now = now,
                      .authors = &standing.authors,
                      .holder_struck = !HoldsClaimRole(policy, record, now),
                      .revocations = &standing.revocations};
  if (ledger::ReadsReviewers(record, machine::Action::kSubmit)) {
    const auto holders = [&](machine::Role role) { return HoldersOf(policy, role, now); };
    standing.reviewers =
        ledger::ReviewersAmong(holders, standing.authors, standing.revocations, now);
    standing.context.reviewers = &*standing.reviewers;
  }
  if (record.corrects.empty()) return;
  standing.corrected = context.log.FindRecord(record.corrects);
  standing.context.corrected = standing.corrected ? &*standing.corrected : nullptr;
  if (ledger::ReadsOtherCorrection(record, machine::Action::kSubmit)) {
    standing.context.other_correction =
        context.log.FindCorrection(record.corrects, record.id).value_or(base::ReportId());
  }
}

bool IsAskedFor(machine::Action action) {
  if (action == machine::Action::kNone) return false;
  return action == machine::Action::kSupersede || !machine::IsOnlyRecorded(action);
}

// Returns the actions that a rule which does not hold rests on; empty: on none of the report's.
std::vector<machine::Action> RestsOn(std::string_view rule) {
  using enum machine::Action;
  if (rule == "FOUR_EYES") return {kCreate, kEdit, kSubmit, kWithdraw};
  if (rule == "OTHER_REVIEWER") return {kEndorse, kApproveLegal, kApproveSecrecy, kSign};
  if (rule == "NOT_ITS_ENDORSER") return {kEndorse};
  if (rule == "NOT_CLAIMED_BY_ANOTHER") return {kClaim, kTakeOver};
  return {};
}

// Returns whose entries a rule that does not hold rests on. `actor` is as it acts.
std::set<base::ActorId> RestsOnWhom(std::string_view rule, const ledger::Record& record,
                                    const machine::Actor& actor) {
  if (rule == "NOT_CLAIMED_BY_ANOTHER") return {record.claimed_by};
  std::set<base::ActorId> people{actor.id};
  for (const base::ActorId& contributor : record.contributors) {
    if (rule == "FOUR_EYES" && actor.SharesWorkWith(contributor)) people.insert(contributor);
  }
  for (const ledger::Approval& approval : record.approvals) {
    const bool shared =
        actor.SharesWorkWith(approval.reviewer) || actor.SharesWorkWith(approval.on_behalf_of);
    if (rule != "FOUR_EYES" && shared) people.insert(approval.reviewer);
  }
  // A filter has at most 32 comparisons.
  while (people.size() > kMostPeople) people.erase(std::prev(people.end()));
  return people;
}

// Adds the newest entries of the report that these actions of `people` are.
Status AddEntries(const ServiceContext& context, const rpc::Call& call,
                  const ledger::Record& record, const std::set<base::ActorId>& people,
                  const std::vector<machine::Action>& actions, v1::PermissionFact& fact) {
  std::string who;
  for (const base::ActorId& id : people) {
    who += (who.empty() ? "actor = \"" : " OR actor = \"") + id.text() + '"';
  }
  std::string any;
  for (const machine::Action action : actions) {
    any += (any.empty() ? "action = " : " OR action = ") + std::string(ToString(action));
  }
  const ledger::EntryQuery query{
      .filter = "report = \"" + record.id.Name() + "\" AND (" + who + ") AND (" + any + ")",
      .descending = true,
      .page_size = kMostEntries};
  const auto take = [&](const ledger::Sealed& sealed) {
    if (sealed.entry.index > record.head) return true;
    fact.add_entries(EntryName(sealed.entry.index));
    return true;
  };
  const Result<ledger::EntryPage> page = context.log.ListEntries(query, take, QueryDeadline(call));
  return page ? Status() : Status(page.error());
}

Result<machine::Actor> ActorOf(const machine::Actor& caller, const std::string& identity,
                               const identity::Policy& policy) {
  if (identity.empty() || identity == caller.id.text()) return caller;
  if (!ViewerOf(caller).roles.Has(machine::Role::kAuditor)) {
    return errors::RoleRequired(caller.id.text(), ToString(machine::Role::kAuditor),
                                "ExplainPermission");
  }
  const std::optional<base::ActorId> id = base::ActorId::Parse(identity);
  const identity::Identity* person = id ? policy.Find(*id) : nullptr;
  if (person == nullptr || person->id.kind() == base::ActorKind::kService) {
    return errors::InvalidField(
        "identity", {"Must be a user or bot of the policy.", "必须是策略文件中的个人或机器人。"});
  }
  return policy.ActorAt(*person, request::Now());
}

}  // namespace

void ListActions(const ServiceContext& context, const rpc::Call& call, const ledger::Record& record,
                 v1::ListActionsResponse& response) {
  const auto policy = context.policy.current();
  Standing standing;
  Fill(context, *policy, record, standing);
  for (std::size_t i = 1; i < machine::kActionCount; ++i) {
    const auto action = static_cast<machine::Action>(i);
    if (!IsAskedFor(action)) continue;
    v1::PossibleAction& row = *response.add_actions();
    row.set_action(ToProto(action));
    const Result<ledger::Decision> decision =
        ledger::Explain(record, action, call.caller, ReviewPolicyOf(*policy), standing.context)
            .decision;
    row.set_allowed(decision.has_value());
    if (decision) {
      row.set_to(ToProto(decision->to));
    } else {
      row.set_reason(std::string(InfoOf(decision.error().reason).name));
      row.set_message(decision.error().message);
      row.set_message_zh(Localize(decision.error()));
    }
  }
}

Status CheckQuestion(const v1::ExplainPermissionRequest& request) {
  const auto action = static_cast<machine::Action>(request.action());
  return request::FieldCheck(request)
      .Name("name", request.name())
      .Enum("action", request.action(), v1::Action_IsValid)
      .Require(!v1::Action_IsValid(request.action()) ||
                   (IsAskedFor(action) && action != machine::Action::kCreate &&
                    action != machine::Action::kSupersede),
               "action",
               {"Must be an action that is asked for on a report that exists.",
                "必须是可以对已有报告请求的动作。"})
      .Done();
}

Status ExplainPermission(const ServiceContext& context, const rpc::Call& call,
                         const ledger::Record& record, const v1::ExplainPermissionRequest& request,
                         v1::PermissionExplanation& response) {
  const auto action = static_cast<machine::Action>(request.action());
  const auto policy = context.policy.current();
  const Result<machine::Actor> actor = ActorOf(call.caller, request.identity(), *policy);
  if (!actor) return actor.error();
  Standing standing;
  Fill(context, *policy, record, standing);
  ledger::Explanation why =
      ledger::Explain(record, action, *actor, ReviewPolicyOf(*policy), standing.context);
  const bool audits = ViewerOf(call.caller).roles.Has(machine::Role::kAuditor);
  if (!audits) ledger::LeaveOutWhatIsNotTold(why);
  response.set_allowed(why.decision.has_value());
  if (why.decision) {
    response.set_to(ToProto(why.decision->to));
  } else {
    response.set_reason(std::string(InfoOf(why.decision.error().reason).name));
  }
  const machine::Transition* row = machine::Find(record.state, action);
  const machine::Actor acting = row == nullptr ? *actor : actor->In(row->role);
  for (ledger::Fact& fact : why.facts) {
    v1::PermissionFact& out = *response.add_facts();
    out.set_rule(std::string(fact.rule));
    out.set_holds(fact.holds);
    out.set_text(std::move(fact.text.english));
    out.set_text_zh(std::move(fact.text.chinese));
    const auto actions = fact.holds ? std::vector<machine::Action>() : RestsOn(fact.rule);
    if (actions.empty()) continue;
    Status ok =
        AddEntries(context, call, record, RestsOnWhom(fact.rule, record, acting), actions, out);
    if (!ok) return ok;
  }
  return {};
}

}  // namespace gongkai::workflow
