// How a batch writes what a command does.
#include "workflow/ledger/batch.h"

#include <algorithm>
#include <utility>

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

}  // namespace

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

Entry Batch::Draft(const Command& command, const Actor& actor, const Record& record,
                   base::Time now) const {
  Entry entry;
  entry.index = base::EntryIndex{frontier_.size()};
  environment_.fill_random(entry.blinding);
  entry.time = now;
  entry.subject = command.subject;
  if (record.state != State::kNone) {
    entry.previous = record.head_hash;
    entry.content = record.content;
  }
  entry.actor = actor.id;
  entry.on_behalf_of = actor.on_behalf_of;
  entry.via = actor.via;
  entry.department = actor.department;
  entry.from = record.state;
  entry.request_id = command.request_id;
  entry.request = command.request;
  return entry;
}

Entry Batch::Compose(const Command& command, const Judged& judged) {
  const Record& record = judged.report.record;
  Entry entry = Draft(command, command.actor.In(judged.decision.role), record, judged.now);
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
  if (machine::IsClaim(command.action)) {
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
  constexpr machine::Role kRole = machine::Role::kPublisher;
  Entry entry = Draft(command, command.actor.In(kRole), old, now);
  entry.subject = ReportSubject(old.id);
  entry.sequence = old.sequence + 1;
  entry.role = kRole;
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
