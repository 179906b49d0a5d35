#include "workflow/ledger/batch.h"

#include <utility>

#include "workflow/error/errors.h"
#include "workflow/ledger/authorship.h"
#include "workflow/ledger/sealing.h"

namespace gongkai::ledger {

using machine::Action;
using machine::State;

namespace {

// Returns whose refusals are counted together: a service that speaks for somebody without right
// must not use up what is recorded of that person.
std::string BudgetOf(const Actor& actor) {
  return actor.id.text() + ' ' + actor.via.substr(actor.via.rfind(',') + 1);
}

Error Damaged(const StoreDamaged& damage) { return errors::LogCorrupt(damage.what()); }

}  // namespace

Result<Outcome> Batch::Apply(const Command& sent) try {
  if (!sent.request_id.empty()) {
    if (const auto index = store_.FindRequest(sent.actor.id, sent.request_id)) {
      return Replay(sent, *index);
    }
  }
  if (Status ok = RecordPolicy(); !ok) return std::move(ok).error();
  const base::Time now = Now();
  std::optional<Command> changed;
  const Command& command = UnderPolicy(sent, now, changed);
  const Result<Judged> judged = Judge(command, now);
  Status ok = judged ? Accept(command, *judged) : Status(judged.error());
  if (!ok) {
    if (Status recorded = Deny(command, ok.error()); !recorded) return recorded.error();
    return ok.error();
  }
  const Record& record = judged->report.record;
  if (ChangesNothing(record, command, judged->now)) {
    return Outcome{.record = record, .position = record.head, .hash = record.head_hash};
  }
  return Write(command, *judged);
} catch (const StoreDamaged& damage) {
  return Damaged(damage);
}

Result<Outcome> Batch::Check(const Command& sent, bool whole) try {
  if (!sent.request_id.empty()) {
    if (const auto index = store_.FindRequest(sent.actor.id, sent.request_id)) {
      return Replay(sent, *index);
    }
  }
  const base::Time now = Now();
  std::optional<Command> changed;
  const Command& command = UnderPolicy(sent, now, changed);
  const Result<Judged> judged = Judge(command, now);
  if (!judged) return judged.error();
  const Record& record = judged->report.record;
  if (Status ok = whole ? Accept(command, *judged) : Status(); !ok) {
    return ok.error();
  }
  return Outcome{.record = record, .position = record.head, .hash = record.head_hash};
} catch (const StoreDamaged& damage) {
  return Damaged(damage);
}

Result<Outcome> Batch::Refuse(const Command& sent, const std::optional<Error>& refusal) try {
  if (Status ok = RecordPolicy(); !ok) return std::move(ok).error();
  const base::Time now = Now();
  std::optional<Command> changed;
  const Command& command = UnderPolicy(sent, now, changed);
  std::optional<Error> error = refusal;
  if (!error) {
    const Result<Judged> judged = Judge(command, now);
    if (judged) {
      const Record& record = judged->report.record;
      return Outcome{.record = record, .position = record.head, .hash = record.head_hash};
    }
    error = judged.error();
  }
  if (Status recorded = Deny(command, *error); !recorded) return std::move(recorded).error();
  return *std::move(error);
} catch (const StoreDamaged& damage) {
  return Damaged(damage);
}

const Command& Batch::UnderPolicy(const Command& command, base::Time now,
                                  std::optional<Command>& changed) const {
  if (policy_ == nullptr) return command;
  // The policy may have changed twice since it told who the caller is.
  Actor actor = environment_.actor_of(command.actor.id, now);
  actor.via = command.actor.via;
  if (command.policy.digest == policy_->digest && command.actor == actor) return command;
  changed = command;
  changed->policy = policy_->review;
  changed->actor = std::move(actor);
  return *changed;
}

Memory::Report& Batch::Load(const base::ReportId& id) {
  const auto known = memory_.reports.find(id);
  if (known != memory_.reports.end()) return known->second;
  // Read first: what cannot be read must not be remembered as not being there.
  Record record = store_.FindRecord(id).value_or(Record{});
  return memory_.reports.try_emplace(id, Memory::Report{.record = std::move(record)}).first->second;
}

const Record* Batch::LoadCorrected(const Command& command, const Record& record) {
  const base::ReportId& id = command.action == Action::kCreate ? command.corrects : record.corrects;
  if (id.empty()) return nullptr;
  const Record& corrected = Load(id).record;
  return corrected.state == State::kNone ? nullptr : &corrected;
}

const std::vector<base::ActorId>& Batch::AuthorsOf(Memory::Report& report) {
  if (!report.authors) {
    const auto find = [this](const base::ReportId& id) { return &Load(id).record; };
    report.authors = store_.AuthorsOf(BytesOf(report.record, find));
  }
  return *report.authors;
}

Reviewers Batch::FindReviewers(Memory::Report& report, base::Time now) {
  return ReviewersAmong([&](machine::Role role) { return environment_.holders(role, now); },
                        AuthorsOf(report), *memory_.in_force, now);
}

Result<Batch::Judged> Batch::Judge(const Command& command, base::Time now) {
  Memory::Report& report = Load(command.subject.Report());
  const Record& record = report.record;
  Context context{.now = now,
                  .corrected = LoadCorrected(command, record),
                  .revocations = memory_.in_force.get()};
  const machine::Transition* row = machine::Find(record.state, command.action);
  if (row != nullptr && row->guards.Has(machine::Guard::kFourEyes)) {
    context.authors = &AuthorsOf(report);
  }
  if (context.corrected != nullptr && ReadsOtherCorrection(record, command.action)) {
    if (!changed_.empty()) Flush();  // FindCorrection reads records as they are stored
    context.other_correction =
        store_.FindCorrection(context.corrected->id, command.subject.Report())
            .value_or(base::ReportId());
  }
  if (!record.claimed_by.empty() && record.claimed_by != command.actor.id) {
    const machine::Transition* claim = machine::Find(record.state, Action::kClaim);
    context.holder_struck =
        claim != nullptr &&
        !DecidesOn(record, environment_.actor_of(record.claimed_by, now), claim->role);
  }
  std::optional<Reviewers> reviewers;
  if (environment_.holders && ReadsReviewers(record, command.action)) {
    context.reviewers = &reviewers.emplace(FindReviewers(report, context.now));
  }
  const Result<Decision> decision = CheckStanding(record, command, context);
  if (!decision) return decision.error();
  return Judged{
      .report = report, .corrected = context.corrected, .decision = *decision, .now = context.now};
}

Status Batch::Accept(const Command& command, const Judged& judged) {
  const Record& record = judged.report.record;
  const Revocations* revocations = memory_.in_force.get();
  Status ok = ledger::Accept(record, command, revocations);
  if (!ok || !machine::IsPurge(command.action)) return ok;
  const PurgeFacts facts = FactsOf(record.id, std::get<Purge>(command.facts));
  return CheckPurge(record, command, facts, judged.now, revocations);
}

PurgeFacts Batch::FactsOf(const base::ReportId& report, const Purge& purge) {
  if (!changed_.empty()) Flush();  // IsInUse reads records as they are stored
  PurgeFacts facts{.brought = store_.BroughtTo(report)};
  for (const base::Digest& digest : purge.bytes) {
    facts.authors.push_back(store_.AuthorsOf({&digest, 1}));
  }
  facts.in_use = store_.IsInUse(purge.bytes);
  if (purge.proposal) {
    std::optional<Sealed> proposal = store_.FindEntry(*purge.proposal);
    if (proposal) facts.proposal = std::move(proposal->entry);
  }
  return facts;
}

Result<Outcome> Batch::Replay(const Command& command, base::EntryIndex index) {
  const std::optional<Sealed> sealed = store_.FindEntry(index);
  if (!sealed || sealed->entry.subject != command.subject || !command.request ||
      sealed->entry.request != command.request) {
    return errors::RequestIdReused(command.request_id);
  }
  if (!changed_.empty()) Flush();  // FindRecordAt reads records as they are stored
  std::optional<Record> record = store_.FindRecordAt(command.subject.Report(), index);
  if (!record) throw StoreDamaged(command.subject.Name() + " has no record");
  return Outcome{
      .record = *std::move(record), .position = index, .hash = sealed->hash, .replayed = true};
}

Status Batch::Deny(const Command& command, const Error& error) {
  if (!IsAttempt(error)) return {};
  // Also where there is no such report: who may not know of one must not learn of it by the log.
  const Record& record = Load(command.subject.Report()).record;
  const base::Time now = Now();
  const std::optional<std::uint64_t> suppressed = denials_.Admit(BudgetOf(command.actor), now);
  if (!suppressed) return {};

  const machine::Transition* row = machine::Find(record.state, command.action);
  const machine::Role role = row == nullptr ? machine::Role::kNone : row->role;
  Entry entry = Draft(command, command.actor.In(role), record, now);
  entry.action = Action::kDenied;
  entry.to = record.state;
  entry.detail = WriteDetail(Denial{.attempted = command.action,
                                    .rule = std::string(InfoOf(error.reason).name),
                                    .suppressed = *suppressed});
  entry.request_id.clear();  // a refused request may be sent again
  const Result<Sealed> sealed = Seal(std::move(entry));
  if (!sealed) return sealed.error();
  Append(*sealed);
  return {};
}

}  // namespace gongkai::ledger
