#include "workflow/ledger/batch.h"

#include <algorithm>
#include <utility>

#include "workflow/error/errors.h"
#include "workflow/ledger/authorship.h"
#include "workflow/ledger/sealing.h"

namespace gongkai::ledger {

using machine::Action;
using machine::State;

namespace {

// FindRecordAt folds at most about this many entries.
constexpr std::uint64_t kEntriesBetweenKept = 32;

// Returns the digests that the command adds to the record: the content, and those of its parts that
// are new.
std::vector<base::Digest> BroughtBy(const Command& command, const Record& record) {
  std::vector<base::Digest> brought;
  const auto* parts = std::get_if<Parts>(&command.facts);
  if (parts == nullptr) return brought;
  for (const base::Digest& part : parts->digests) {
    if (std::ranges::find(record.parts, part) == record.parts.end()) brought.push_back(part);
  }
  if (command.content) brought.push_back(*command.content);
  return brought;
}

// Returns whose refusals are counted together: a service that speaks for somebody without right
// must not use up what is recorded of that person.
std::string BudgetOf(const Actor& actor) {
  return actor.id.text() + ' ' + actor.via.substr(actor.via.rfind(',') + 1);
}

std::shared_ptr<const Revocations> With(Revocations revocations, const Revocation& one) {
  revocations.Add(one);
  return std::make_shared<const Revocations>(std::move(revocations));
}

Error Damaged(const StoreDamaged& damage) { return errors::LogCorrupt(damage.what()); }

}  // namespace

Result<Outcome> Batch::Apply(const Command& command) try {
  if (!command.request_id.empty()) {
    if (const auto index = store_.FindRequest(command.actor.id, command.request_id)) {
      return Replay(command, *index);
    }
  }
  const Result<Judged> judged = Judge(command);
  Status ok = judged ? Accept(judged->report.record, command, memory_.in_force.get())
                     : Status(judged.error());
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

Result<Outcome> Batch::Check(const Command& command, bool whole) try {
  if (!command.request_id.empty()) {
    if (const auto index = store_.FindRequest(command.actor.id, command.request_id)) {
      return Replay(command, *index);
    }
  }
  const Result<Judged> judged = Judge(command);
  if (!judged) return judged.error();
  const Record& record = judged->report.record;
  if (Status ok = whole ? Accept(record, command, memory_.in_force.get()) : Status(); !ok) {
    return ok.error();
  }
  return Outcome{.record = record, .position = record.head, .hash = record.head_hash};
} catch (const StoreDamaged& damage) {
  return Damaged(damage);
}

Result<Outcome> Batch::Refuse(const Command& command, const std::optional<Error>& refusal) try {
  std::optional<Error> error = refusal;
  if (!error) {
    const Result<Judged> judged = Judge(command);
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

Result<Outcome> Batch::Revoke(const Command& command, const Revocation& revocation) try {
  if (memory_.revocations->Has(revocation)) return Outcome{};
  memory_.in_force = With(*memory_.in_force, revocation);
  const std::optional<ChainEnd> end = store_.FindChainEnd(command.subject);
  Entry entry = Draft(command, {}, Now());
  entry.action = Action::kRevoke;
  entry.detail = command.detail;
  entry.sequence = end ? end->sequence + 1 : 1;
  if (end) entry.previous = end->hash;
  const Result<Sealed> sealed = Seal(std::move(entry));
  if (!sealed) return sealed.error();
  Append(*sealed);
  memory_.revocations = With(*memory_.revocations, revocation);
  return Outcome{.position = sealed->entry.index, .hash = sealed->hash};
} catch (const StoreDamaged& damage) {
  return Damaged(damage);
}

Result<Outcome> Batch::KeepTime(const Command& command) try {
  Record& record = Load(command.subject.Report()).record;
  if (record.state == State::kNone || !record.terms.AnySet()) return Outcome{};
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
  const Command command{
      .subject = ReportSubject(record.id),
      .actor = {.id = base::ActorId::OfService("workflow"), .service = "workflow"}};
  Entry entry = Draft(command, record, now);
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

bool Batch::IsAuthor(const Command& command, Memory::Report& report) {
  const machine::Transition* row = machine::Find(report.record.state, command.action);
  if (row == nullptr || !row->guards.Has(machine::Guard::kFourEyes)) return false;
  return IsOneOf(AuthorsOf(report), command.actor);
}

const std::vector<base::ActorId>& Batch::AuthorsOf(Memory::Report& report) {
  if (!report.authors) {
    const auto find = [this](const base::ReportId& id) { return &Load(id).record; };
    report.authors = store_.AuthorsOf(BytesOf(report.record, find));
  }
  return *report.authors;
}

Reviewers Batch::FindReviewers(Memory::Report& report, base::Time now) {
  const auto find = [&](machine::Role role) {
    std::vector<Candidate> candidates;
    for (Actor& actor : environment_.holders(role)) {
      const bool author = IsOneOf(AuthorsOf(report), actor);
      const bool revoked = memory_.in_force->IsRevoked(actor.id, now) ||
                           memory_.in_force->IsRevoked(actor.on_behalf_of, now);
      candidates.push_back({.actor = std::move(actor), .author = author, .revoked = revoked});
    }
    return candidates;
  };
  return {.legal = find(machine::Role::kLegalReviewer),
          .secrecy = find(machine::Role::kSecrecyReviewer)};
}

Result<Batch::Judged> Batch::Judge(const Command& command) {
  Memory::Report& report = Load(command.subject.Report());
  const Record& record = report.record;
  Context context{.now = Now(),
                  .corrected = LoadCorrected(command, record),
                  .author = IsAuthor(command, report),
                  .revocations = memory_.in_force.get()};
  if (context.corrected != nullptr && ReadsOtherCorrection(record, command.action)) {
    if (!changed_.empty()) Flush();  // FindCorrection reads records as they are stored
    context.other_correction =
        store_.FindCorrection(context.corrected->id, command.subject.Report())
            .value_or(base::ReportId());
  }
  if (!record.claimed_by.empty() && record.claimed_by != command.actor.id) {
    const machine::Transition* claim = machine::Find(record.state, Action::kClaim);
    context.holder_struck =
        claim != nullptr && !environment_.holds_role(record.claimed_by, claim->role);
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

Result<Outcome> Batch::Write(const Command& command, const Judged& judged) {
  Record& record = judged.report.record;
  // Everything is read before the first entry is appended: a damaged page then refuses the command.
  const std::vector<base::Digest> brought = BroughtBy(command, record);
  const bool brought_before = !brought.empty() && !store_.AuthorsOf(brought).empty();
  // What came due before is told before: the entry may end the term.
  if (Status ok = TellDue(record, judged.now); !ok) return std::move(ok).error();
  // The old report ceases to be public in the commit that makes its correction public. Both entries
  // are sealed before either is appended.
  std::optional<Sealed> supersede;
  Entry entry = Compose(command, judged);
  if (command.action == Action::kPublish && judged.corrected != nullptr &&
      judged.corrected->state == State::kPublished) {
    Result<Sealed> sealed = Seal(ComposeSupersede(command, record, *judged.corrected, judged.now));
    if (!sealed) return sealed.error();
    supersede = *std::move(sealed);
    entry.index = Next(entry.index);
  }
  const Result<Sealed> sealed = Seal(std::move(entry));
  if (!sealed) return sealed.error();

  if (supersede) {
    Append(*supersede);
    AppendTo(Load(record.corrects).record, *supersede, nullptr);
  }
  Append(*sealed);
  AppendTo(record, *sealed, judged.corrected);
  NoteAuthors(command, brought, brought_before);
  if (command.action == Action::kSubmit) memory_.form_numbers.Note(record);
  return Outcome{.record = record, .position = sealed->entry.index, .hash = sealed->hash};
}

Status Batch::Deny(const Command& command, const Error& error) {
  if (!IsAttempt(error)) return {};
  // Also where there is no such report: who may not know of one must not learn of it by the log.
  const Record& record = Load(command.subject.Report()).record;
  const base::Time now = Now();
  const std::optional<std::uint64_t> suppressed = denials_.Admit(BudgetOf(command.actor), now);
  if (!suppressed) return {};

  Entry entry = Draft(command, record, now);
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

Entry Batch::Draft(const Command& command, const Record& record, base::Time now) const {
  Entry entry;
  entry.index = base::EntryIndex{frontier_.size()};
  environment_.fill_random(entry.blinding);
  entry.time = now;
  entry.subject = command.subject;
  if (record.state != State::kNone) {
    entry.previous = record.head_hash;
    entry.content = record.content;
  }
  entry.actor = command.actor.id;
  entry.on_behalf_of = command.actor.on_behalf_of;
  entry.via = command.actor.via;
  entry.department = command.actor.department;
  entry.from = record.state;
  entry.request_id = command.request_id;
  entry.request = command.request;
  return entry;
}

Entry Batch::Compose(const Command& command, const Judged& judged) {
  const Record& record = judged.report.record;
  Entry entry = Draft(command, record, judged.now);
  entry.sequence = record.sequence + 1;
  entry.role = judged.decision.role;
  entry.action = command.action;
  entry.to = judged.decision.to;
  entry.comment = command.comment;
  entry.detail = command.detail;
  if (command.action == Action::kCreate || command.action == Action::kEdit) {
    entry.content = command.content;
  }
  if (command.action == Action::kCreate || command.action == Action::kPublish) {
    const base::ReportId& corrects =
        command.action == Action::kCreate ? command.corrects : record.corrects;
    if (!corrects.empty()) entry.related = ReportSubject(corrects);
  }
  if (command.action == Action::kClaim) {
    // In whole seconds, as the detail has them; at least one.
    using std::chrono::seconds;
    const auto granted = floor<seconds>(GrantedClaim(record, command, judged.now));
    entry.detail = WriteDetail(ClaimTime{.duration = std::max(seconds(1), granted)});
  }
  if (command.action == Action::kSubmit && !record.form_number.IsGiven()) {
    entry.detail = WithFormNumber(std::move(entry.detail),
                                  memory_.form_numbers.Next(store_, record.department, judged.now));
  }
  if (environment_.schedule && SetsTerms(entry.action)) {
    entry.detail = DetailWithTerms(entry, record);
  }
  return entry;
}

std::string Batch::DetailWithTerms(const Entry& entry, const Record& record) const {
  Record after = record;
  Fold(after, entry, {});
  after.terms = record.terms;  // the entry does not set them yet
  const bool entered = StageOf(entry.from) != StageOf(entry.to);
  const Schedule schedule = environment_.schedule(after, entered);
  return schedule.terms.AnySet() ? WithTerms(entry.action, entry.detail, schedule) : entry.detail;
}

Entry Batch::ComposeSupersede(const Command& command, const Record& correction, const Record& old,
                              base::Time now) const {
  Entry entry = Draft(command, old, now);
  entry.subject = ReportSubject(old.id);
  entry.sequence = old.sequence + 1;
  entry.role = machine::Role::kPublisher;
  entry.action = Action::kSupersede;
  entry.to = State::kSuperseded;
  entry.related = ReportSubject(correction.id);
  entry.request_id.clear();  // the request's own entry is the correction's PUBLISH
  return entry;
}

void Batch::Append(const Sealed& sealed) {
  std::vector<merkle::Hash> completed;
  frontier_.Append(sealed.hash, [&completed](merkle::NodeId, const merkle::Hash& node) {
    completed.push_back(node);
  });
  store_.Append(sealed, completed);
  clock_.Note(sealed.entry.time);
}

void Batch::AppendTo(Record& record, const Sealed& sealed, const Record* corrected) {
  const std::uint64_t stored = record.sequence;
  Fold(record, sealed.entry, sealed.hash, corrected);
  changed_.try_emplace(record.number, &record, stored);
}

void Batch::NoteAuthors(const Command& command, const std::vector<base::Digest>& brought,
                        bool brought_before) {
  if (brought.empty()) return;
  for (const base::Digest& part : brought) {
    store_.PutAuthor(part, command.actor.id);
    if (!command.actor.on_behalf_of.empty()) store_.PutAuthor(part, command.actor.on_behalf_of);
  }
  if (!brought_before) return memory_.reports.at(command.subject.Report()).authors.reset();
  // Who brings what others brought before is an author of theirs, too: what is remembered of them
  // is not right any more.
  for (auto& [id, report] : memory_.reports) report.authors.reset();
}

void Batch::Flush() {
  for (const auto& [number, change] : changed_) {
    const auto& [record, stored] = change;
    store_.PutRecord(*record,
                     record->sequence / kEntriesBetweenKept != stored / kEntriesBetweenKept);
  }
  changed_.clear();
  store_.PutFrontier(frontier_);
}

}  // namespace gongkai::ledger
