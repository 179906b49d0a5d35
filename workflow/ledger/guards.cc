#include "workflow/ledger/guards.h"

#include <algorithm>
#include <string>
#include <vector>

#include "workflow/base/time.h"
#include "workflow/error/errors.h"
#include "workflow/ledger/approvals.h"
#include "workflow/ledger/authorship.h"
#include "workflow/ledger/ruling.h"
#include "workflow/ledger/visibility.h"

namespace gongkai::ledger {

using machine::Action;
using machine::Guard;
using machine::Role;
using machine::State;
using machine::ToString;

namespace {

bool IsRevokedNow(const Actor& actor, const Context& context) {
  return context.revocations != nullptr &&
         (context.revocations->IsRevoked(actor.id, context.now) ||
          context.revocations->IsRevoked(actor.on_behalf_of, context.now));
}

Status CheckOtherReviewer(const Record& record, const Actor& actor,
                          const Revocations* revocations) {
  for (const Approval& approval : record.approvals) {
    if (!Counts(approval, revocations) || !SharePerson(actor, approval)) continue;
    const bool this_stage = machine::Find(record.state, approval.action) != nullptr;
    return this_stage ? errors::AlreadyApproved(record.id.Name(), actor.id.text())
                      : errors::SameReviewer(record.id.Name());
  }
  return {};
}

Status CheckNotEndorser(const Record& record, const Actor& actor, const Revocations* revocations) {
  const bool endorsed = std::ranges::any_of(record.approvals, [&](const Approval& approval) {
    return approval.action == Action::kEndorse && Counts(approval, revocations) &&
           (actor.SharesWorkWith(approval.reviewer) || actor.SharesWorkWith(approval.on_behalf_of));
  });
  return endorsed ? errors::SameReviewer(record.id.Name()) : Status();
}

Status CheckFourEyes(const Record& record, const Actor& actor, const Context& context) {
  for (const base::ActorId& contributor : record.contributors) {
    if (actor.SharesWorkWith(contributor)) {
      return errors::OwnReport(record.id.Name(), contributor.text());
    }
  }
  // Which of them it is may be a secret: see Exclusion::is_secret.
  if (context.authors != nullptr && IsOneOf(*context.authors, actor)) {
    return errors::OwnReport(record.id.Name(), actor.id.text());
  }
  return {};
}

}  // namespace

Status CheckActor(const Record& record, Action action, const Actor& actor, machine::Guards guards,
                  const Context& context) {
  if (guards.Has(Guard::kSameDepartment) && actor.department != record.department) {
    return errors::DepartmentRequired(record.department, ToString(action));
  }
  if (guards.Has(Guard::kIssuingDepartment) && !IsIssuedBy(record, actor.department)) {
    return errors::DepartmentRequired(record.department, ToString(action));
  }
  if (guards.Has(Guard::kItsReports) && !IsReportOf(record, actor.reports_of)) {
    return errors::ReportOfOthers(record.id.Name(), record.department, ToString(action));
  }
  if (guards.Has(Guard::kPersonOnly) && actor.id.kind() != base::ActorKind::kUser) {
    return errors::BotMayNotDecide(actor.id.text(), ToString(action));
  }
  if (guards.Has(Guard::kFourEyes)) {
    if (Status ok = CheckFourEyes(record, actor, context); !ok) return ok;
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
  if (guards.Has(Guard::kSupervises)) {
    const machine::Transition* row = machine::Find(record.state, action);
    if (row == nullptr || !actor.supervises.Has(row->role)) {
      return errors::SupervisorRequired(actor.id.text(),
                                        ToString(row == nullptr ? Role::kNone : row->role));
    }
  }
  const bool claimed = !record.claimed_by.empty() && record.claimed_by != actor.id &&
                       context.now < record.claim_until && !context.holder_struck;
  if (guards.Has(Guard::kNotClaimedByAnother) && claimed) {
    return errors::ClaimedByAnother(record.id.Name(), record.claimed_by.text(),
                                    base::Rfc3339(record.claim_until));
  }
  if (guards.Has(Guard::kClaimedByAnother) && !claimed) {
    return errors::NothingToTakeOver(record.id.Name());
  }
  return {};
}

Status CheckReport(const Record& record, machine::Guards guards, const ReviewPolicy& policy,
                   const Context& context) {
  const std::string name = record.id.Name();
  if (guards.Has(Guard::kLegalFresh) &&
      !IsAtQuorum(record, Action::kApproveLegal, policy, context.revocations)) {
    return errors::ApprovalNotFresh(name, "legal");
  }
  if (guards.Has(Guard::kSecrecyFresh) &&
      !IsAtQuorum(record, Action::kApproveSecrecy, policy, context.revocations)) {
    return errors::ApprovalNotFresh(name, "secrecy");
  }
  if (guards.Has(Guard::kSigned)) {
    if (policy.signatory_signs && Fresh(record, Action::kSign, context.revocations) == 0) {
      return errors::ApprovalNotFresh(name, "signature");
    }
    const Approval* revoked = FindRevoked(record, context.revocations);
    if (revoked != nullptr) return errors::ApprovalRevoked(name, revoked->reviewer.text());
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
  if (TermsOf(command.facts) != nullptr) {
    return errors::InvalidField(
        "terms", {"Must be empty: the ledger sets the terms.", "不得填写：期限由台账确定。"});
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

Status CheckEndorsed(const Record& record, const ReviewPolicy& policy,
                     const Revocations* revocations) {
  const auto missing = MissingEndorsements(record, policy, revocations);
  return missing.empty() ? Status() : errors::EndorsementMissing(record.id.Name(), missing.front());
}

Status CheckReviewable(const Record& record, const Actor& actor, const ReviewPolicy& policy,
                       const Context& context) {
  if (context.reviewers == nullptr) return {};
  return CheckReviewable(record, actor, policy, *context.reviewers, context.revocations);
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
  if (Status ok = CheckChange(record, command); !ok) return ok;
  if (guards.Has(Guard::kEndorsed)) {
    if (Status ok = CheckEndorsed(record, command.policy, revocations); !ok) return ok;
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
