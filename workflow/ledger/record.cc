#include "workflow/ledger/record.h"

#include <algorithm>
#include <utility>

#include "workflow/machine/table.h"

namespace gongkai::ledger {
namespace {

using machine::Action;
using machine::Effect;

void AddContributor(Record& record, const base::ActorId& id) {
  if (id.empty()) return;
  const auto place = std::lower_bound(record.contributors.begin(), record.contributors.end(), id);
  if (place == record.contributors.end() || *place != id) record.contributors.insert(place, id);
}

// Returns whose task a report in this state is; kNone: nobody's.
machine::Role ReviewerOf(machine::State state) {
  const machine::Transition* claim = machine::Find(state, Action::kClaim);
  return claim == nullptr ? machine::Role::kNone : claim->role;
}

void EndClaim(Record& record) {
  record.claimed_by = {};
  record.claim_until = {};
}

void FoldEffects(Record& record, const Entry& entry, machine::Effects effects) {
  if (effects.Has(Effect::kChangesContent)) {
    record.content = entry.content.value_or(base::Digest());
  }
  if (effects.Has(Effect::kVoidsApprovals)) record.approvals.clear();
  const bool endorses = effects.Has(Effect::kEndorses);
  if (effects.Has(Effect::kGrantsLegal) || effects.Has(Effect::kGrantsSecrecy) || endorses ||
      effects.Has(Effect::kSigns)) {
    const bool is_joint = !record.co_issuers.empty();
    record.approvals.push_back(
        {.action = entry.action,
         .reviewer = entry.actor,
         .department = endorses || is_joint ? entry.department : std::string(),
         .on_behalf_of = entry.on_behalf_of,
         .content = entry.content.value_or(base::Digest()),
         .time = entry.time});
    EndClaim(record);
  }
}

void FoldClaim(Record& record, const Entry& entry, const ClaimTime& time) {
  record.claimed_by = entry.actor;
  record.claim_until = entry.time + time.duration;
  const bool known =
      std::ranges::find(record.claimants, entry.actor, &Claimant::id) != record.claimants.end();
  if (!known) record.claimants.push_back({.id = entry.actor, .first_time = entry.time});
}

void FoldSubmission(Record& record, const Submission& submission) {
  record.proposed = submission.disclosure;
  record.disclosure = submission.disclosure;
  record.disclosure_reason.clear();
  record.planned_time = submission.planned_time;
  if (submission.form_number.IsGiven()) record.form_number = submission.form_number;
  record.formed = submission.formed;
}

// The ruling is of the approval that came last.
void FoldRuling(Record& record, const Ruling& ruling) {
  if (ruling.disclosure == Disclosure::kNone) return;
  for (Approval& approval : record.approvals) approval.rules = false;
  if (!record.approvals.empty()) record.approvals.back().rules = true;
  if (ruling.disclosure == record.disclosure) return;
  record.disclosure = ruling.disclosure;
  record.disclosure_reason = ruling.disclosure == record.proposed ? "" : ruling.reason;
}

// The terms that were told of are told of once.
void FoldNotice(Record& record, Action action, const Notice& notice) {
  Term& term = notice.term == TermKind::kStage ? record.terms.stage : record.terms.statutory;
  term.told = action == Action::kOverdue ? Told::kOverdue : Told::kNear;
}

// Folds what an entry says of the time. `record` has the state of before.
void FoldTime(Record& record, const Entry& entry, const Detail& detail) {
  if (const auto* notice = std::get_if<Notice>(&detail)) {
    return FoldNotice(record, entry.action, *notice);
  }
  // Entries of before there were terms stopped no clock.
  const bool has_clock = record.terms.AnySet() || record.formed;
  if (IsReferred(entry.from) && entry.from != entry.to && has_clock) {
    AddStop(record.stops, record.state_time, entry.time);
  }
  const Terms none;
  const bool sets = SetsTerms(entry.action);
  const Terms* given = TermsOf(detail);
  FoldTerms(record.terms, entry.from, entry.to, record.disclosure,
            given == nullptr && sets ? &none : given);
}

void FoldAction(Record& record, const Entry& entry, const Detail& detail, const Record* corrected) {
  switch (entry.action) {
    case Action::kCreate:
      record.id = entry.subject.Report();
      record.number = entry.index;
      record.department = entry.department;
      record.creator = entry.actor;
      if (entry.related) record.corrects = entry.related->Report();
      if (corrected != nullptr) record.contributors = corrected->contributors;
      record.create_time = entry.time;
      break;
    case Action::kSubmit:
      record.submitted = record.content;
      if (record.submit_time == base::Time{}) record.submit_time = entry.time;
      break;
    case Action::kRelease:
      EndClaim(record);
      break;
    case Action::kPublish:
      record.publish_time = entry.time;
      break;
    case Action::kSupersede:
      if (entry.related) record.superseded_by = entry.related->Report();
      break;
    default:
      break;
  }
  if (const auto* parts = std::get_if<Parts>(&detail)) {
    record.parts = parts->digests;
    record.co_issuers = parts->co_issuers;
  }
  if (const auto* time = std::get_if<ClaimTime>(&detail)) FoldClaim(record, entry, *time);
  if (const auto* submission = std::get_if<Submission>(&detail)) {
    FoldSubmission(record, *submission);
  }
  if (const LeakCheck* check = LeakCheckOf(detail)) {
    record.leak_review = WithCheck(std::move(record.leak_review), record.content, *check);
  }
  if (const auto* adjudication = std::get_if<Adjudication>(&detail)) {
    Adjudicate(record.leak_review, {.findings = adjudication->findings,
                                    .verdict = adjudication->verdict,
                                    .by = {entry.actor, entry.on_behalf_of, entry.time}});
  }
  if (const auto* answers = std::get_if<Answers>(&detail)) FoldRuling(record, answers->ruling);
  if (const auto* signature = std::get_if<Signature>(&detail)) {
    FoldRuling(record, signature->ruling);
  }
}

}  // namespace

void Fold(Record& record, const Entry& entry, const merkle::Hash& entry_hash,
          const Record* corrected) {
  if (entry.action == Action::kDenied) return;

  const Detail detail = ReadDetail(entry.action, entry.detail).value_or(Detail());
  record.sequence = entry.sequence;
  record.head = entry.index;
  record.head_hash = entry_hash;
  if (machine::IsOfClock(entry.action)) return FoldTime(record, entry, detail);

  if (const machine::Transition* row = machine::Find(entry.from, entry.action)) {
    FoldEffects(record, entry, row->effects);
  }
  FoldAction(record, entry, detail, corrected);
  FoldTime(record, entry, detail);
  // Whoever acts for the department has part in what it hands in.
  if (entry.role == machine::Role::kDrafter) {
    AddContributor(record, entry.actor);
    AddContributor(record, entry.on_behalf_of);
  }
  // Why the report is where it is.
  if (!entry.comment.empty() && !machine::IsPurge(entry.action)) record.comment = entry.comment;
  if (record.state != entry.to) {
    // A task lasts as long as its stage, also while an authority is asked.
    if (ReviewerOf(record.state) != ReviewerOf(entry.to)) record.claimants.clear();
    record.state = entry.to;
    record.state_time = entry.time;
    EndClaim(record);
    if (entry.to == machine::State::kSecrecyReview) record.passed = record.content;
  }
  record.act_hash = entry_hash;
  record.last_action = entry.action;
  record.last_actor = entry.actor;
  record.update_time = entry.time;
}

std::string EtagOf(const Record& record) { return merkle::ToHex(record.act_hash).substr(0, 16); }

bool IsIssuedBy(const Record& record, std::string_view department) {
  return department == record.department ||
         std::ranges::find(record.co_issuers, department) != record.co_issuers.end();
}

bool IsReportOf(const Record& record, const std::vector<std::string>& departments) {
  return departments.empty() ||
         std::ranges::any_of(departments, [&](const std::string& department) {
           return IsIssuedBy(record, department);
         });
}

bool DecidesOn(const Record& record, const machine::Actor& actor, machine::Role role) {
  return actor.roles.Has(role) && IsReportOf(record, actor.ReportsOf(role));
}

}  // namespace gongkai::ledger
