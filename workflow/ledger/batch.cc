#include "workflow/ledger/batch.h"

#include <stdexcept>
#include <utility>

#include "workflow/error/errors.h"

namespace gongkai::ledger {

using machine::Action;
using machine::State;

Result<Outcome> Batch::Apply(const Command& command) {
  const std::int64_t now_us = environment_.now_us();
  if (!command.request_id.empty() && !command.refusal) {
    if (const auto index = store_.FindRequest(command.actor.id, command.request_id)) {
      return Replay(command, *index);
    }
  }

  Record& record = Load(command.report);
  const std::string& corrects =
      command.action == Action::kCreate ? command.corrects : record.corrects;
  const Record corrected = corrects.empty() ? Record{} : Load(corrects);
  const Result<Decision> decision = Decide(record, corrected, command, now_us);
  if (!decision) {
    Deny(command, record, decision.error(), now_us);
    return decision.error();
  }
  if (command.validate_only) return Outcome{.record = record};
  return Write(command, record, *decision, now_us);
}

Record& Batch::Load(const std::string& id) {
  const auto [place, fresh] = records_.try_emplace(id);
  if (fresh) {
    if (auto stored = store_.FindRecord(id)) place->second = *std::move(stored);
  }
  return place->second;
}

Result<Outcome> Batch::Replay(const Command& command, std::uint64_t index) {
  Outcome outcome{.position = index, .replayed = true};
  std::optional<merkle::Hash> request;
  for (const Sealed& sealed : store_.ReadReport(command.report, index)) {
    Fold(outcome.record, sealed.entry, sealed.hash);
    if (sealed.entry.index == index) {
      request = sealed.entry.request;
      outcome.hash = sealed.hash;
    }
  }
  // Of another report, the entry is not among this one's.
  if (!request || request != command.request) return errors::RequestIdReused(command.request_id);
  return outcome;
}

Outcome Batch::Write(const Command& command, Record& record, const Decision& decision,
                     std::int64_t now_us) {
  // The old one ceases to be public in the commit that makes its correction public.
  if (command.action == Action::kPublish) Supersede(command, record, now_us);

  Entry entry = Draft(command, record, now_us);
  entry.sequence = record.sequence + 1;
  entry.role = decision.role;
  entry.action = command.action;
  entry.to = decision.to;
  entry.comment = command.comment;
  switch (command.action) {
    case Action::kCreate:
      entry.content = command.content;
      entry.related = command.corrects;
      break;
    case Action::kEdit:
      entry.content = command.content;
      break;
    case Action::kSubmit:
      entry.disclosure = command.disclosure;
      entry.planned_us = command.planned_us;
      break;
    case Action::kApproveLegal:
    case Action::kApproveSecrecy:
      entry.checklist = command.checklist;
      break;
    case Action::kClaim:
      entry.claim_until_us = now_us + command.claim_us;
      break;
    case Action::kRefer:
      entry.authority = command.authority;
      break;
    case Action::kWithhold:
      entry.ground = command.ground;
      break;
    case Action::kPublish:
      entry.related = record.corrects;
      break;
    default:
      break;
  }
  Outcome outcome{.position = entry.index};
  outcome.hash = Append(std::move(entry), &record);
  outcome.record = record;
  return outcome;
}

void Batch::Supersede(const Command& command, const Record& correction, std::int64_t now_us) {
  if (correction.corrects.empty()) return;
  Record& old = Load(correction.corrects);
  Entry entry = Draft(command, old, now_us);
  entry.sequence = old.sequence + 1;
  entry.role = machine::Role::kPublisher;
  entry.action = Action::kSupersede;
  entry.to = State::kSuperseded;
  entry.related = correction.id;
  entry.request_id.clear();  // the request's own entry is the correction's PUBLISH
  Append(std::move(entry), &old);
}

void Batch::Deny(const Command& command, const Record& record, const Error& error,
                 std::int64_t now_us) {
  const bool about_a_report = record.state != State::kNone || command.action == Action::kCreate;
  if (!IsAttempt(error) || !about_a_report) return;
  const std::optional<std::uint64_t> suppressed = denials_.Admit(command.actor.id, now_us);
  if (!suppressed) return;

  Entry entry = Draft(command, record, now_us);
  entry.report = command.report;
  entry.action = Action::kDenied;
  entry.to = record.state;
  entry.attempted = command.action;
  entry.rule = InfoOf(error.reason).name;
  entry.suppressed = *suppressed;
  entry.request_id.clear();  // a refused request may be sent again
  Append(std::move(entry), nullptr);
}

Entry Batch::Draft(const Command& command, const Record& record, std::int64_t now_us) {
  Entry entry;
  entry.index = frontier_.size();
  environment_.fill_random(entry.blinding);
  entry.time_us = now_us;
  entry.report = record.id.empty() ? command.report : record.id;
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

merkle::Hash Batch::Append(Entry entry, Record* record) {
  Sealed sealed{.bytes = Encode(entry)};
  if (sealed.bytes.size() > kMaxEntryBytes) {
    throw std::length_error("an entry is longer than the limits of its fields allow");
  }
  sealed.hash = merkle::LeafHash(sealed.bytes);
  sealed.entry = std::move(entry);
  std::vector<merkle::Hash> completed;
  frontier_.Append(sealed.hash, [&completed](merkle::NodeId, const merkle::Hash& node) {
    completed.push_back(node);
  });
  store_.Append(sealed, completed);
  if (record != nullptr) {
    Fold(*record, sealed.entry, sealed.hash);
    changed_[record->number] = record;
  }
  return sealed.hash;
}

void Batch::Flush() {
  for (const auto& [number, record] : changed_) store_.PutRecord(*record);
  store_.PutFrontier(frontier_);
}

}  // namespace gongkai::ledger
