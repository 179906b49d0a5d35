#include "workflow/ledger/explain.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "workflow/error/errors.h"
#include "workflow/error/localize.h"
#include "workflow/ledger/adjudication.h"
#include "workflow/ledger/guards.h"
#include "workflow/ledger/visibility.h"

namespace gongkai::ledger {
namespace {

using machine::Action;
using machine::Guard;
using machine::Role;
using machine::State;
using machine::ToString;

constexpr std::string_view kSight = "SIGHT";
constexpr std::string_view kRole = "ROLE";
constexpr std::string_view kSameDepartment = "SAME_DEPARTMENT";
constexpr std::string_view kIssuingDepartment = "ISSUING_DEPARTMENT";
constexpr std::string_view kItsReports = "ITS_REPORTS";

// A guard with its name, and what is said where it holds.
struct Rule {
  Guard guard;
  std::string_view name;
  base::BilingualView text;
};

// Those about the actor's department come first: see LeaveOutWhatIsNotTold.
constexpr auto kRules = std::to_array<Rule>({
    {Guard::kSameDepartment,
     kSameDepartment,
     {"belongs to the department of the report", "属于报告的部门"}},
    {Guard::kIssuingDepartment,
     kIssuingDepartment,
     {"belongs to a department that issues the report", "属于报告的发文部门"}},
    {Guard::kItsReports,
     kItsReports,
     {"decides on the reports of this department", "负责办理该部门的报告"}},
    {Guard::kPersonOnly, "PERSON_ONLY", {"is a person", "是个人"}},
    {Guard::kFourEyes,
     "FOUR_EYES",
     {"wrote and brought no part of the report", "没有撰写或提供报告的任何部分"}},
    {Guard::kOtherReviewer,
     "OTHER_REVIEWER",
     {"has given no opinion on the report that stands", "没有对报告给出仍然有效的意见"}},
    {Guard::kNotItsEndorser, "NOT_ITS_ENDORSER", {"has not endorsed the report", "没有审签报告"}},
    {Guard::kSupervises,
     "SUPERVISES",
     {"supervises the reviewers of the stage", "负责督办本阶段的审查"}},
    {Guard::kClaimedByAnother,
     "CLAIMED_BY_ANOTHER",
     {"somebody else has claimed the report", "别人领办了报告"}},
    {Guard::kNotClaimedByAnother,
     "NOT_CLAIMED_BY_ANOTHER",
     {"nobody else has claimed the report", "没有别人领办报告"}},
    {Guard::kOnlyCorrection,
     "ONLY_CORRECTION",
     {"no other correction stands in the way", "没有其他更正妨碍"}},
    {Guard::kEndorsed,
     "ENDORSED",
     {"whoever must endorse the content has done so", "须审签的部门均已审签现有内容"}},
    {Guard::kReviewable,
     "REVIEWABLE",
     {"each stage has enough people who may review it", "各阶段都有足够的人可以审查"}},
    {Guard::kLegalFresh,
     "LEGAL_FRESH",
     {"the legal approval of this content stands", "对现有内容的合法性审查意见有效"}},
    {Guard::kSecrecyFresh,
     "SECRECY_FRESH",
     {"the secrecy approval of this content stands", "对现有内容的保密审查意见有效"}},
    {Guard::kSettled,
     "SETTLED",
     {"every finding of the leak check is adjudicated", "泄露检查的每项发现均已认定"}},
    {Guard::kSigned,
     "SIGNED",
     {"the content is signed, or need not be", "现有内容已经签发，或者无须签发"}},
    {Guard::kActiveDisclosure,
     "ACTIVE_DISCLOSURE",
     {"the report is for active disclosure", "报告属于主动公开"}},
    {Guard::kOtherDisclosure,
     "OTHER_DISCLOSURE",
     {"the report is not for active disclosure", "报告不属于主动公开"}},
    {Guard::kPlannedTime, "PLANNED_TIME", {"the planned time has come", "拟公开时间已到"}},
});

// What a request brings, and SUPERSEDE's, which nobody asks for.
constexpr machine::Guards kOfArguments =
    Guard::kComplete | Guard::kReason | Guard::kOpinion | Guard::kContentAsSubmitted |
    Guard::kChecked | Guard::kVerdict | Guard::kBytes | Guard::kProposed | Guard::kGround |
    Guard::kReferral | Guard::kAnswer | Guard::kDecision | Guard::kCorrection;

constexpr bool EveryGuardHasARule() {
  machine::Guards known = kOfArguments;
  for (const Rule& rule : kRules) known = known | rule.guard;
  for (const machine::Transition& row : machine::kTransitions) {
    if (!known.Has(row.guards)) return false;
  }
  return true;
}
static_assert(EveryGuardHasARule(), "each guard of the table is explained");

// Gathers the facts.
class Facts {
 public:
  void Add(std::string_view rule, const Status& status, base::BilingualView text) {
    Fact fact{.rule = rule, .holds = static_cast<bool>(status), .text = base::Bilingual(text)};
    if (!status) fact.text = {status.error().message, Localize(status.error())};
    found_.push_back(std::move(fact));
  }

  std::vector<Fact> Take() { return std::move(found_); }

 private:
  std::vector<Fact> found_;
};

// Tests one guard of the row.
Status Test(Guard guard, const Record& record, Action action, const Actor& actor,
            const ReviewPolicy& policy, const Context& context) {
  if (guard == Guard::kEndorsed) return CheckEndorsed(record, policy, context.revocations);
  if (guard == Guard::kSettled) return CheckSettled(record, context.revocations);
  if (guard == Guard::kReviewable) return CheckReviewable(record, actor, policy, context);
  if (guard == Guard::kOnlyCorrection) {
    return record.corrects.empty()
               ? Status()
               : CheckOnlyCorrection(record.id, record.department, record.corrects, context);
  }
  Status ok = CheckActor(record, action, actor, guard, context);
  return ok ? CheckReport(record, guard, policy, context) : ok;
}

// Adds the rules that no guard names: that the actor may know of the report, that the action is
// possible where it stands, and the actor's role.
void AddStanding(const Record& record, Action action, const Actor& actor, Facts& facts) {
  const bool sees = SightOf(actor, record) == Sight::kWhole;
  facts.Add(kSight, sees ? Status() : errors::ReportNotFound(record.id.Name()),
            {"may see where the report stands", "可以查看报告的办理状态"});
  const machine::Transition* row = machine::Find(record.state, action);
  const bool possible = row != nullptr && !row->guards.Has(Guard::kCorrection);
  facts.Add("STATE", possible ? Status() : WrongState(record, action),
            {"the action is possible in the state of the report", "报告所处的状态可以办理"});
  if (row == nullptr) return;
  const bool holds = actor.roles.Has(row->role);
  facts.Add(kRole,
            holds ? Status()
                  : errors::RoleRequired(actor.id.text(), ToString(row->role), ToString(action)),
            {"holds the role that takes the action", "具有办理所需的角色"});
}

}  // namespace

Explanation Explain(const Record& record, Action action, const Actor& actor,
                    const ReviewPolicy& policy, const Context& context) {
  Facts facts;
  AddStanding(record, action, actor, facts);
  Result<Decision> decision = Permit(record, action, actor, policy, context);
  const machine::Transition* row = machine::Find(record.state, action);
  if (row == nullptr) return {.decision = std::move(decision), .facts = facts.Take()};
  const Actor acting = actor.In(row->role);
  for (const Rule& rule : kRules) {
    if (!row->guards.Has(rule.guard)) continue;
    const Status status = Test(rule.guard, record, action, acting, policy, context);
    if (!status && decision) decision = status.error();  // what Permit leaves to Accept
    facts.Add(rule.name, status, rule.text);
  }
  if (machine::IsClaim(action)) {
    facts.Add("CLAIM_TIME", CheckClaim(record, actor, policy, context.now),
              {"has not held the task for too long", "累计领办时间没有超过上限"});
  }
  if (action == Action::kRelease) {
    facts.Add("OWN_CLAIM", record.claimed_by == actor.id ? Status() : WrongState(record, action),
              {"has claimed the task", "领办了该任务"});
  }
  if (action == Action::kPublish && !record.corrects.empty()) {
    facts.Add("CORRECTION",
              CheckCorrection(record.id, record.department, record.corrects, context.corrected),
              {"what it corrects can be replaced", "被更正的报告可以替代"});
  }
  return {.decision = std::move(decision), .facts = facts.Take()};
}

void LeaveOutWhatIsNotTold(Explanation& why) {
  constexpr auto kOpenTheNext = std::to_array<std::string_view>(
      {kSight, kRole, kSameDepartment, kIssuingDepartment, kItsReports});
  const auto closed = std::ranges::find_if(why.facts, [&](const Fact& fact) {
    return !fact.holds && std::ranges::count(kOpenTheNext, fact.rule) > 0;
  });
  if (closed != why.facts.end()) why.facts.erase(std::next(closed), why.facts.end());
}

}  // namespace gongkai::ledger
