#include "workflow/ledger/guards.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "workflow/base/time.h"
#include "workflow/error/errors.h"
#include "workflow/ledger/visibility.h"

namespace gongkai::ledger {

using machine::Action;
using machine::Guard;
using machine::State;
using machine::ToString;

namespace {

bool Counts(const Approval& approval, const Revocations* revocations) {
  return revocations == nullptr || revocations->Counts(approval);
}

bool IsRevokedNow(const Actor& actor, const Context& context) {
  return context.revocations != nullptr &&
         (context.revocations->IsRevoked(actor.id, context.now) ||
          context.revocations->IsRevoked(actor.on_behalf_of, context.now));
}

// Returns whether the two share a person: themselves, or whom they act for.
bool SamePerson(const Actor& actor, const Approval& approval) {
  return actor.id == approval.reviewer || actor.id == approval.on_behalf_of ||
         (!actor.on_behalf_of.empty() &&
          (actor.on_behalf_of == approval.reviewer || actor.on_behalf_of == approval.on_behalf_of));
}

Status CheckOtherReviewer(const Record& record, const Actor& actor,
                          const Revocations* revocations) {
  for (const Approval& approval : record.approvals) {
    if (!Counts(approval, revocations) || !SamePerson(actor, approval)) continue;
    const bool this_stage = machine::Find(record.state, approval.action) != nullptr;
    return this_stage ? errors::AlreadyApproved(record.id.Name(), actor.id.text())
                      : errors::SameReviewer(record.id.Name());
  }
  return {};
}

Status CheckNotEndorser(const Record& record, const Actor& actor, const Revocations* revocations) {
  const bool endorsed = std::ranges::any_of(record.approvals, [&](const Approval& approval) {
    return approval.action == Action::kEndorse && Counts(approval, revocations) &&
           SamePerson(actor, approval);
  });
  return endorsed ? errors::SameReviewer(record.id.Name()) : Status();
}

bool Issues(const std::string& department, const Record& record) {
  return department == record.department ||
         std::ranges::find(record.co_issuers, department) != record.co_issuers.end();
}

// Returns the decision on the attribute that the detail holds, or null.
const Ruling* RulingOf(const Detail& facts) {
  if (const auto* answers = std::get_if<Answers>(&facts)) return &answers->ruling;
  if (const auto* signature = std::get_if<Signature>(&facts)) return &signature->ruling;
  return nullptr;
}

// Tests the decision on the attribute, where the command holds one or the guards need one.
Status CheckRuling(const Command& command, machine::Guards guards) {
  const Ruling* ruling = RulingOf(command.facts);
  const Disclosure decided = ruling == nullptr ? Disclosure::kNone : ruling->disclosure;
  if (guards.Has(Guard::kDecision) && decided == Disclosure::kNone) {
    return errors::InvalidField("decision.attribute", {"Required: the final disclosure attribute.",
                                                       "必须填写最终的公开属性。"});
  }
  if (ruling == nullptr) return {};
  if ((decided == Disclosure::kNotDisclosed) != ruling->names_ground) {
    return errors::InvalidField(
        "decision.ground", {"Required with NOT_DISCLOSED, and empty with any other attribute.",
                            "公开属性为“不予公开”（NOT_DISCLOSED）时必须填写，其他属性不得填写。"});
  }
  return {};
}

Status CheckFourEyes(const Record& record, const Actor& actor, bool author) {
  for (const base::ActorId& id : {actor.id, actor.on_behalf_of}) {
    if (!id.empty() && IsContributor(record, id))
      return errors::OwnReport(record.id.Name(), id.text());
  }
  if (author) return errors::OwnReport(record.id.Name(), actor.id.text());
  return {};
}

}  // namespace

int Fresh(const Record& record, Action action, const Revocations* revocations) {
  std::set<std::string_view> people;
  for (const Approval& approval : record.approvals) {
    if (approval.action == action && approval.content == record.content &&
        Counts(approval, revocations)) {
      const base::ActorId& behind = approval.on_behalf_of;
      people.insert(behind.empty() ? approval.reviewer.text() : behind.text());
    }
  }
  return static_cast<int>(people.size());
}

std::vector<std::string> MissingEndorsements(const Record& record, const ReviewPolicy& policy,
                                             const Revocations* revocations) {
  std::vector<std::string> missing;
  if (policy.head_endorses) missing.push_back(record.department);
  if (policy.co_issuing_heads_endorse) {
    for (const std::string& department : record.co_issuers) {
      if (std::ranges::find(missing, department) == missing.end()) missing.push_back(department);
    }
  }
  std::erase_if(missing, [&](const std::string& department) {
    return std::ranges::any_of(record.approvals, [&](const Approval& approval) {
      return approval.action == Action::kEndorse && approval.department == department &&
             approval.content == record.content && Counts(approval, revocations);
    });
  });
  return missing;
}

Status CheckActor(const Record& record, Action action, const Actor& actor, machine::Guards guards,
                  const Context& context) {
  if (guards.Has(Guard::kSameDepartment) && actor.department != record.department) {
    return errors::DepartmentRequired(record.department, ToString(action));
  }
  if (guards.Has(Guard::kIssuingDepartment) && !Issues(actor.department, record)) {
    return errors::DepartmentRequired(record.department, ToString(action));
  }
  if (guards.Has(Guard::kPersonOnly) && actor.id.kind() != base::ActorKind::kUser) {
    return errors::BotMayNotDecide(actor.id.text(), ToString(action));
  }
  if (guards.Has(Guard::kFourEyes)) {
    if (Status ok = CheckFourEyes(record, actor, context.author); !ok) return ok;
  }
  if (guards.Has(Guard::kOtherReviewer)) {
    if (IsRevokedNow(actor, context)) {
      return errors::ApprovalRevoked(record.id.Name(), actor.id.text());
    }
    if (Status ok = CheckOtherReviewer(record, actor, context.revocations); !ok) return ok;
  }
  if (guards.Has(Guard::kNotItsEndorser)) {
    if (Status ok = CheckNotEndorser(record, actor, context.revocations); !ok) return ok;
  }
  const bool claimed = !record.claimed_by.empty() && record.claimed_by != actor.id &&
                       context.now < record.claim_until && !context.holder_struck;
  if (guards.Has(Guard::kNotClaimedByAnother) && claimed) {
    return errors::ClaimedByAnother(record.id.Name(), record.claimed_by.text(),
                                    base::Rfc3339(record.claim_until));
  }
  return {};
}

Status CheckReport(const Record& record, machine::Guards guards, const ReviewPolicy& policy,
                   const Context& context) {
  const std::string name = record.id.Name();
  if (guards.Has(Guard::kLegalFresh) &&
      Fresh(record, Action::kApproveLegal, context.revocations) < policy.legal_quorum) {
    return errors::ApprovalNotFresh(name, "legal");
  }
  if (guards.Has(Guard::kSecrecyFresh) &&
      Fresh(record, Action::kApproveSecrecy, context.revocations) < policy.secrecy_quorum) {
    return errors::ApprovalNotFresh(name, "secrecy");
  }
  if (guards.Has(Guard::kSigned) && policy.signatory_signs &&
      Fresh(record, Action::kSign, context.revocations) == 0) {
    return errors::ApprovalNotFresh(name, "signature");
  }
  if (guards.Has(Guard::kActiveDisclosure) && !IsActive(record.disclosure)) {
    return errors::NotActiveDisclosure(name, ToString(record.disclosure));
  }
  if (guards.Has(Guard::kOtherDisclosure) && !IsRestricted(record.disclosure)) {
    return errors::ActiveDisclosure(name, ToString(record.disclosure));
  }
  if (guards.Has(Guard::kPlannedTime) && context.now < record.planned_time) {
    return errors::BeforePlannedTime(name, base::Rfc3339(record.planned_time));
  }
  return {};
}

Status CheckCorrection(const base::ReportId& correction, const std::string& department,
                       const base::ReportId& corrects, const Record* corrected) {
  const auto refuse = [&](base::BilingualView why) {
    return errors::CorrectionNotPossible(correction.Name(), corrects.Name(), why);
  };
  // What is or was public is no secret, so saying so tells nothing new.
  if (corrected == nullptr || !IsOrWasPublic(corrected->state))
    return refuse(
        {"it is not PUBLISHED or RETRACTED.", "被更正的报告不是“已公开”或“已撤下”的报告。"});
  if (corrected->department != department) {
    return refuse({"it is another department's.", "被更正的报告属于别的部门。"});
  }
  if (corrected->state == State::kSuperseded) {
    const std::string newer = corrected->superseded_by.Name();
    return refuse({"it is SUPERSEDED by " + newer + "; correct that.",
                   "被更正的报告已由 " + newer + " 替代，请更正 " + newer + "。"});
  }
  return {};
}

Status CheckOnlyCorrection(const base::ReportId& correction, const std::string& department,
                           const base::ReportId& corrects, const Context& context) {
  Status ok = CheckCorrection(correction, department, corrects, context.corrected);
  if (!ok || context.other_correction.empty()) return ok;
  const std::string other = context.other_correction.Name();
  return errors::CorrectionNotPossible(
      correction.Name(), corrects.Name(),
      {other + " corrects it already; correct that, or give it up.",
       other + " 已在更正该报告，请修改 " + other + "，或者先撤回 " + other + "。"});
}

Status CheckArguments(const Command& command, machine::Guards guards) {
  const bool comment = guards.Has(Guard::kReason) || guards.Has(Guard::kOpinion) ||
                       guards.Has(Guard::kReferral) || guards.Has(Guard::kAnswer);
  if (comment && command.comment.empty()) {
    return errors::InvalidField("comment", {"Required: the reason, opinion, question or answer.",
                                            "必须填写理由、意见、问题或答复。"});
  }
  const auto* referral = std::get_if<Referral>(&command.facts);
  if (guards.Has(Guard::kReferral) && (referral == nullptr || !referral->names_authority)) {
    return errors::InvalidField(
        "authority", {"Required: the authority that is asked.", "必须填写所报请的主管部门。"});
  }
  const auto* withholding = std::get_if<Withholding>(&command.facts);
  if (guards.Has(Guard::kGround) && (withholding == nullptr || !withholding->names_ground)) {
    return errors::InvalidField("ground", {"Required: the legal ground.", "必须填写法定理由。"});
  }
  if (Status ok = CheckRuling(command, guards); !ok) return ok;
  if (!guards.Has(Guard::kOpinion)) return {};
  const auto* answers = std::get_if<Answers>(&command.facts);
  if (answers == nullptr || answers->count == 0) {
    return errors::InvalidField("form.answers", {"Required: every question of the stage, answered.",
                                                 "必须答复本阶段的每一个问题。"});
  }
  if (answers->failed) {
    return errors::InvalidField("form.answers", {"Every question must be passed to approve; \"" +
                                                     *answers->failed + "\" is not. Return it.",
                                                 "审查通过时，每一项都必须合格；“" +
                                                     *answers->failed + "”不合格，请退回报告。"});
  }
  return {};
}

Status CheckContent(const Record& record, const Command& command, machine::Guards guards,
                    const Revocations* revocations) {
  const std::string name = record.id.Name();
  if (guards.Has(Guard::kContentAsSubmitted) || guards.Has(Guard::kComplete)) {
    if (!command.content) {
      return errors::InvalidField(
          "content_sha256", {"Required: the digest of what is meant.", "必须填写所指内容的摘要。"});
    }
    if (*command.content != record.content) {
      return errors::ContentChanged(name, command.content->ToHex(), record.content.ToHex());
    }
  }
  if (const Ruling* ruling = RulingOf(command.facts)) {
    const bool changes =
        ruling->disclosure != Disclosure::kNone && ruling->disclosure != record.disclosure;
    if (changes && ruling->reason.empty()) {
      return errors::InvalidField("decision.reason",
                                  {"Required: why the attribute is another one than before.",
                                   "所定公开属性与此前不同的，必须填写理由。"});
    }
  }
  if (guards.Has(Guard::kEndorsed)) {
    const auto missing = MissingEndorsements(record, command.policy, revocations);
    if (!missing.empty()) return errors::EndorsementMissing(name, missing.front());
  }
  if (!guards.Has(Guard::kComplete)) return {};
  const auto* submission = std::get_if<Submission>(&command.facts);
  if (submission != nullptr && submission->form_number.IsGiven()) {
    return errors::InvalidField(
        "submit.form_number",
        {"Must be empty: the ledger gives the number.", "不得填写：审查表编号由台账给出。"});
  }
  if (submission == nullptr || submission->disclosure == Disclosure::kNone) {
    return errors::ContentIncomplete(
        name, {{"report.disclosure.attribute",
                {"Required: the disclosure attribute.", "必须填写公开属性。"}}});
  }
  return {};
}

}  // namespace gongkai::ledger
