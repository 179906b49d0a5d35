// What the ledger records of itself: the policy, revocations, deadlines.
#include "workflow/ledger/batch.h"

#include <memory>
#include <utility>

#include "workflow/error/errors.h"
#include "workflow/ledger/sealing.h"

namespace gongkai::ledger {

using machine::Action;
using machine::State;

namespace {

// Returns the command for what the workflow service records of itself.
Command OwnCommand(Subject subject) {
  return {.subject = std::move(subject),
          .actor = {.id = base::ActorId::OfService("workflow"), .service = "workflow"}};
}

Error Damaged(const StoreDamaged& damage) { return errors::LogCorrupt(damage.what()); }

}  // namespace

Result<Outcome> Batch::KeepPolicy() try {
  if (frontier_.size() == 0) return Outcome{};
  if (Status ok = RecordPolicy(); !ok) return std::move(ok).error();
  return Outcome{};
} catch (const StoreDamaged& damage) {
  return Damaged(damage);
}

void Batch::RevokeByPolicy() {
  if (policy_ == nullptr || memory_.in_force_of == policy_->digest) return;
  Revocations revocations = *memory_.revocations;
  for (const Revocation& revocation : policy_->revocations) revocations.Add(revocation);
  memory_.in_force = std::make_shared<const Revocations>(std::move(revocations));
  memory_.in_force_of = policy_->digest;
}

Status Batch::RecordPolicy() {
  if (policy_ == nullptr || memory_.recorded == policy_->digest) return {};
  if (store_.NewestPolicy() != policy_->digest) {
    const AdoptedPolicy adopted{.digest = policy_->digest, .bytes = policy_->text.size()};
    const Result<Sealed> sealed = AppendAboutPolicy(Action::kSetPolicy, WriteDetail(adopted));
    if (!sealed) return sealed.error();
    store_.PutPolicyFile(policy_->digest, policy_->text);
  }
  Revocations revocations = *memory_.revocations;
  for (const Revocation& revocation : policy_->revocations) {
    if (revocations.Has(revocation)) continue;
    const Result<Sealed> sealed = AppendAboutPolicy(Action::kRevoke, WriteDetail(revocation));
    if (!sealed) return sealed.error();
    revocations.Add(revocation);
  }
  memory_.revocations = std::make_shared<const Revocations>(std::move(revocations));
  memory_.recorded = policy_->digest;
  return {};
}

Result<Sealed> Batch::AppendAboutPolicy(Action action, std::string detail) {
  const Command command = OwnCommand({.collection = std::string(Subject::kPolicy)});
  const std::optional<ChainEnd> end = store_.FindChainEnd(command.subject);
  Entry entry = Draft(command, command.actor, {}, Now());
  entry.action = action;
  entry.detail = std::move(detail);
  entry.sequence = end ? end->sequence + 1 : 1;
  if (end) entry.previous = end->hash;
  Result<Sealed> sealed = Seal(std::move(entry));
  if (sealed) Append(*sealed);
  return sealed;
}

Result<Outcome> Batch::KeepTime(const Command& command) try {
  Record& record = Load(command.subject.Report()).record;
  if (record.state == State::kNone || !record.terms.AnySet()) return Outcome{};
  if (Status ok = RecordPolicy(); !ok) return std::move(ok).error();
  const base::Time now = Now();
  if (Status ok = Reschedule(record, now); !ok) return std::move(ok).error();
  if (Status ok = TellDue(record, now); !ok) return std::move(ok).error();
  return Outcome{};
} catch (const StoreDamaged& damage) {
  return Damaged(damage);
}

Status Batch::Reschedule(Record& record, base::Time now) {
  if (!environment_.schedule) return {};
  const Schedule schedule = environment_.schedule(record, /*entered=*/false);
  if (WithTold(schedule.terms, record.terms) == record.terms) return {};
  return AppendNotice(record, Action::kReschedule, WithTerms(Action::kReschedule, {}, schedule),
                      now);
}

Status Batch::TellDue(Record& record, base::Time now) {
  if (NoticesAt(record.terms, now).empty()) return {};
  // By the calendar of today: what is told is told once.
  if (Status ok = Reschedule(record, now); !ok) return ok;
  for (const DueNotice& due : NoticesAt(record.terms, now)) {
    Status ok = AppendNotice(record, due.action, WriteDetail(due.notice), now);
    if (!ok) return ok;
  }
  return {};
}

Status Batch::AppendNotice(Record& record, Action action, std::string detail, base::Time now) {
  const Command command = OwnCommand(ReportSubject(record.id));
  Entry entry = Draft(command, command.actor, record, now);
  entry.sequence = record.sequence + 1;
  entry.action = action;
  entry.to = record.state;
  entry.detail = std::move(detail);
  const Result<Sealed> sealed = Seal(std::move(entry));
  if (!sealed) return sealed.error();
  Append(*sealed);
  AppendTo(record, *sealed, nullptr);
  return {};
}

}  // namespace gongkai::ledger
