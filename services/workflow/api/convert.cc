#include "services/workflow/api/convert.h"

#include <optional>
#include <string>

#include "services/lib/request/time.h"
#include "workflow/base/digest.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"
#include "workflow/ledger/adjudication.h"
#include "workflow/ledger/approvals.h"

namespace gongkai::workflow {
namespace {

using request::ToTimestamp;

// Sets a time field unless the time is Time{}, which means never.
template <class Mutable>
void SetTime(base::Time time, Mutable mutable_field) {
  if (time != base::Time{}) *mutable_field() = ToTimestamp(time);
}

std::string Hex(const std::optional<base::Digest>& digest) {
  return digest ? digest->ToHex() : std::string();
}

std::string RelatedName(const base::ReportId& id) { return id.empty() ? std::string() : id.Name(); }

void ShowDeparture(const ledger::Record& record, v1::Record& out) {
  out.set_name(record.id.Name());
  out.set_state(ToProto(record.state));
  out.set_etag(ledger::EtagOf(record));
  out.set_department(record.department);
}

// The field of audit.v1.Entry for the detail of an action; 0: the action has none.
int DetailFieldOf(machine::Action action) {
  using audit::v1::Entry;
  using machine::Action;
  switch (action) {
    case Action::kCreate:
      return Entry::kCreateFieldNumber;
    case Action::kEdit:
      return Entry::kEditFieldNumber;
    case Action::kSubmit:
      return Entry::kSubmitFieldNumber;
    case Action::kClaim:
    case Action::kTakeOver:
      return Entry::kClaimFieldNumber;
    case Action::kApproveLegal:
    case Action::kApproveSecrecy:
      return Entry::kApproveFieldNumber;
    case Action::kReturn:
      return Entry::kReturnedFieldNumber;
    case Action::kSign:
      return Entry::kSignFieldNumber;
    case Action::kAdjudicate:
      return Entry::kAdjudicateFieldNumber;
    case Action::kProposePurge:
    case Action::kPurge:
      return Entry::kPurgeFieldNumber;
    case Action::kPublish:
      return Entry::kPublishFieldNumber;
    case Action::kRefer:
      return Entry::kReferFieldNumber;
    case Action::kWithhold:
      return Entry::kWithholdFieldNumber;
    case Action::kDenied:
      return Entry::kDenyFieldNumber;
    case Action::kRevoke:
      return Entry::kRevokeFieldNumber;
    case Action::kSetPolicy:
      return Entry::kSetPolicyFieldNumber;
    case Action::kResolve:
      return Entry::kResolveFieldNumber;
    case Action::kReschedule:
      return Entry::kRescheduleFieldNumber;
    case Action::kDueSoon:
    case Action::kOverdue:
      return Entry::kNoticeFieldNumber;
    default:
      return 0;
  }
}

// Sets the detail of an audit.v1.Entry or a ReportEvent, whose details have the same numbers. Sets
// nothing if the message does not show details of the action.
template <class Message>
void ShowDetail(machine::Action action, const std::string& bytes, Message& out) {
  const auto* field = Message::descriptor()->FindFieldByNumber(DetailFieldOf(action));
  // What was written could be read, or it would not have been written.
  if (field != nullptr) out.GetReflection()->MutableMessage(&out, field)->ParseFromString(bytes);
}

void ShowTerm(const ledger::Term& term, v1::Term& out) {
  ToProto(term.start, *out.mutable_start_date());
  out.set_days(term.days);
  SetTime(term.due, [&] { return out.mutable_due_time(); });
  SetTime(term.near, [&] { return out.mutable_near_time(); });
}

void ShowTerms(const ledger::Terms& terms, v1::Terms& out) {
  if (terms.stage.IsSet()) ShowTerm(terms.stage, *out.mutable_stage());
  if (terms.statutory.IsSet()) ShowTerm(terms.statutory, *out.mutable_statutory());
}

void ShowLeakReview(const ledger::LeakReview& review, v1::LeakReview& out) {
  out.set_content_sha256(review.content.ToHex());
  out.set_rules_version(static_cast<std::int32_t>(review.rules_version));
  out.set_finding_count(static_cast<std::int32_t>(review.findings));
  out.set_findings_sha256(review.list.ToHex());
  for (const ledger::Adjudicated& each : review.adjudicated) {
    v1::AdjudicatedFindings& added = *out.add_adjudicated();
    added.set_first_finding(static_cast<std::int32_t>(each.findings.first));
    added.set_finding_count(static_cast<std::int32_t>(each.findings.count));
    added.set_verdict(static_cast<v1::Verdict>(each.verdict));
    added.set_reviewer(each.by.reviewer.text());
    added.set_on_behalf_of(each.by.on_behalf_of.text());
    *added.mutable_time() = ToTimestamp(each.by.time);
  }
}

void ShowWhole(const ledger::Record& record, v1::Record& out) {
  out.set_name(record.id.Name());
  out.set_state(ToProto(record.state));
  out.set_etag(ledger::EtagOf(record));
  out.set_department(record.department);
  out.set_creator(record.creator.text());
  out.set_disclosure(static_cast<v1::Disclosure>(record.disclosure));
  out.set_proposed_disclosure(static_cast<v1::Disclosure>(record.proposed));
  out.set_disclosure_reason(record.disclosure_reason);
  if (record.form_number.IsGiven()) {
    out.mutable_form_number()->set_year(record.form_number.year);
    out.mutable_form_number()->set_number(static_cast<std::int32_t>(record.form_number.number));
  }
  for (const std::string& department : record.co_issuers) {
    out.add_co_issuing_departments(department);
  }
  for (const ledger::Approval& approval : record.approvals) {
    v1::Approval& added = *out.add_approvals();
    added.set_action(ToProto(approval.action));
    added.set_reviewer(approval.reviewer.text());
    added.set_content_sha256(approval.content.ToHex());
    *added.mutable_time() = ToTimestamp(approval.time);
    added.set_department(approval.department);
    added.set_on_behalf_of(approval.on_behalf_of.text());
  }
  for (const base::ActorId& contributor : record.contributors) {
    out.add_contributors(contributor.text());
  }
  out.set_claimed_by(record.claimed_by.text());
  SetTime(record.claim_until, [&] { return out.mutable_claim_expire_time(); });
  out.set_corrects(RelatedName(record.corrects));
  out.set_superseded_by(RelatedName(record.superseded_by));
  SetTime(record.planned_time, [&] { return out.mutable_planned_publish_time(); });
  SetTime(record.create_time, [&] { return out.mutable_create_time(); });
  SetTime(record.update_time, [&] { return out.mutable_update_time(); });
  SetTime(record.state_time, [&] { return out.mutable_state_time(); });
  out.set_entry_count(static_cast<std::int64_t>(record.sequence));
  out.set_newest_position(static_cast<std::int64_t>(record.head));
  out.set_newest_comment(record.comment);
  SetTime(record.submit_time, [&] { return out.mutable_submit_time(); });
  SetTime(record.publish_time, [&] { return out.mutable_publish_time(); });
  if (record.terms.AnySet()) ShowTerms(record.terms, *out.mutable_terms());
  if (record.leak_review.rules_version > 0) {
    ShowLeakReview(record.leak_review, *out.mutable_leak_review());
  }
  const auto due = ledger::EarliestDue(record.terms);
  if (due) *out.mutable_due_time() = ToTimestamp(*due);
}

// Adds which verdicts do not count, and how many findings stand in the way.
void ShowVerdicts(const ledger::Record& record, const ReviewRules& rules, v1::LeakReview& out) {
  const auto counts = [&](const ledger::Adjudicated& verdict) {
    return ledger::Counts(record, verdict, &rules.revocations);
  };
  const auto& verdicts = record.leak_review.adjudicated;
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    out.mutable_adjudicated(static_cast<int>(i))->set_revoked(!counts(verdicts[i]));
  }
  const ledger::OpenFindings open = ledger::OpenOf(record.leak_review, counts);
  out.set_open_count(static_cast<std::int32_t>(open.open));
  out.set_mask_count(static_cast<std::int32_t>(open.to_mask));
}

// Adds which approvals and verdicts do not count, and whose endorsement a draft needs.
void ShowStanding(const ledger::Record& record, const ReviewRules& rules, v1::Record& out) {
  for (std::size_t i = 0; i < record.approvals.size(); ++i) {
    out.mutable_approvals(static_cast<int>(i))
        ->set_revoked(!rules.revocations.Counts(record.approvals[i]));
  }
  if (out.has_leak_review()) ShowVerdicts(record, rules, *out.mutable_leak_review());
  if (record.state != machine::State::kDraft) return;
  for (std::string& department :
       ledger::MissingEndorsements(record, rules.policy, &rules.revocations)) {
    out.add_missing_endorsements(std::move(department));
  }
}

}  // namespace

bool Show(const ledger::Record& record, const machine::Actor& viewer, const ReviewRules& rules,
          v1::Record& out) {
  switch (ledger::SightOf(viewer, record)) {
    case ledger::Sight::kNothing:
      return false;
    case ledger::Sight::kPublic:
      ShowWhole(ledger::PublicPart(record), out);
      break;
    case ledger::Sight::kWhole:
      ShowWhole(record, out);
      ShowStanding(record, rules, out);
      break;
  }
  if (!ledger::KnowsDigest(viewer, record)) {
    for (v1::Approval& approval : *out.mutable_approvals()) approval.clear_content_sha256();
    // They are of a content that the viewer may not read.
    out.clear_co_issuing_departments();
    out.clear_missing_endorsements();
    if (out.has_leak_review()) out.mutable_leak_review()->clear_content_sha256();
  }
  out.set_content_sha256(Hex(ledger::VisibleContent(viewer, record)));
  out.set_all_revisions(ledger::SeesAllRevisions(viewer, record));
  return true;
}

bool ShowRow(const ledger::Record& record, const machine::Actor& viewer, const ReviewRules& rules,
             v1::Record& out) {
  const bool shown = Show(record, viewer, rules, out);
  if (out.has_leak_review()) out.mutable_leak_review()->clear_adjudicated();
  return shown;
}

void ShowResult(const ledger::Outcome& outcome, const machine::Actor& viewer,
                const ledger::ReviewPolicy& policy, v1::Record& out) {
  const ReviewRules rules{.policy = policy, .revocations = *outcome.revocations};
  if (!Show(outcome.record, viewer, rules, out)) ShowDeparture(outcome.record, out);
}

void Show(const ledger::Outcome& outcome, const machine::Actor& viewer,
          const ledger::ReviewPolicy& policy, v1::ApplyActionResponse& out) {
  ShowResult(outcome, viewer, policy, *out.mutable_record());
  out.set_position(static_cast<std::int64_t>(outcome.position));
  out.set_entry_hash(merkle::ToHex(outcome.hash));
  out.set_replayed(outcome.replayed);
}

void ToProto(const ledger::Sealed& sealed, v1::WatchChangesResponse& out) {
  const ledger::Entry& entry = sealed.entry;
  out.set_position(static_cast<std::int64_t>(entry.index));
  out.set_report(entry.subject.Name());
  out.set_action(ToProto(entry.action));
  out.set_from_state(ToProto(entry.from));
  out.set_to_state(ToProto(entry.to));
  out.set_actor(entry.actor.text());
  out.set_content_sha256(Hex(entry.content));
  *out.mutable_time() = ToTimestamp(entry.time);
  if (entry.related) out.set_related_report(entry.related->Name());
  out.set_next_position(out.position() + 1);
  if (entry.action != machine::Action::kPurge) return;
  const auto detail = ledger::ReadDetail(entry.action, entry.detail);
  for (const base::Digest& digest : std::get<ledger::Purge>(*detail).bytes) {
    out.add_purged_sha256(digest.ToHex());
  }
}

void ToProto(const ledger::Sealed& sealed, const ledger::Record& record,
             const machine::Actor& viewer, v1::ReportEvent& out) {
  const ledger::Entry& entry = sealed.entry;
  out.set_position(static_cast<std::int64_t>(entry.index));
  out.set_entry_hash(merkle::ToHex(sealed.hash));
  *out.mutable_time() = ToTimestamp(entry.time);
  out.set_actor(entry.actor.text());
  out.set_on_behalf_of(entry.on_behalf_of.text());
  out.set_department(entry.department);
  out.set_role(ToProto(entry.role));
  out.set_action(ToProto(entry.action));
  out.set_from_state(ToProto(entry.from));
  out.set_to_state(ToProto(entry.to));
  const bool knows = viewer.roles.Has(machine::Role::kAuditor) ||
                     ledger::SeesAllRevisions(viewer, record) ||
                     ledger::VisibleContent(viewer, record) == entry.content;
  if (knows) out.set_content_sha256(Hex(entry.content));
  out.set_comment(entry.comment);
  if (entry.related) out.set_related(entry.related->Name());
  ShowDetail(entry.action, entry.detail, out);
  // Digests of what the viewer may never have read: only those who decide on it need them.
  using enum machine::Role;
  const bool decides = viewer.roles.Has(kLegalReviewer) || viewer.roles.Has(kSecrecyReviewer) ||
                       viewer.roles.Has(kAuditor);
  if (!decides && !ledger::SeesAllRevisions(viewer, record)) out.clear_purge();
}

void ToProto(const ledger::Sealed& sealed, audit::v1::EntryView view, audit::v1::Entry& out) {
  const ledger::Entry& entry = sealed.entry;
  out.set_name(EntryName(entry.index));
  out.set_position(static_cast<std::int64_t>(entry.index));
  *out.mutable_time() = ToTimestamp(entry.time);
  out.set_subject(entry.subject.Name());
  out.set_sequence(static_cast<std::int64_t>(entry.sequence));
  out.set_actor(entry.actor.text());
  out.set_on_behalf_of(entry.on_behalf_of.text());
  out.set_via(entry.via);
  out.set_department(entry.department);
  out.set_role(ToProto(entry.role));
  out.set_action(ToProto(entry.action));
  out.set_from_state(ToProto(entry.from));
  out.set_to_state(ToProto(entry.to));
  out.set_content_sha256(Hex(entry.content));
  out.set_comment(entry.comment);
  if (entry.related) out.set_related(entry.related->Name());
  ShowDetail(entry.action, entry.detail, out);
  out.set_request_id(entry.request_id);
  out.set_request_sha256(Hex(entry.request));
  if (entry.previous) out.set_previous_hash(merkle::ToHex(*entry.previous));
  out.set_hash(merkle::ToHex(sealed.hash));
  if (view == audit::v1::ENTRY_VIEW_FULL) out.set_leaf(sealed.bytes);
}

void ToProto(ledger::Day day, google::type::Date& out) {
  const std::chrono::year_month_day date(day);
  out.set_year(static_cast<int>(date.year()));
  out.set_month(static_cast<std::int32_t>(static_cast<unsigned>(date.month())));
  out.set_day(static_cast<std::int32_t>(static_cast<unsigned>(date.day())));
}

}  // namespace gongkai::workflow
