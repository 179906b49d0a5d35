// Reports in every state, made the way the ledger makes them: by folding entries.
#pragma once

#include <string>
#include <vector>

#include "workflow/ledger/command.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/rules.h"

namespace gongkai::ledger {

inline const merkle::Hash kContent = merkle::Sha256("content");
inline constexpr std::int64_t kNow = 1'774'000'000'000'000;

inline Actor Person(std::string id, Roles roles, std::string department = "办公室") {
  return {.id = std::move(id), .department = std::move(department), .roles = roles, .person = true};
}

inline const Actor kDrafter = Person("user/drafter", machine::Role::kDrafter);
inline const Actor kLegal = Person("user/legal", machine::Role::kLegalReviewer, "法规科");
inline const Actor kSecrecy = Person("user/secrecy", machine::Role::kSecrecyReviewer, "保密办");
inline const Actor kPublisher = Person("user/publisher", machine::Role::kPublisher, "公开办");
inline const Actor kAuditor = Person("user/auditor", machine::Role::kAuditor, "审计局");

// A command of this action on `record` whose arguments are right.
inline Command Ask(const Record& record, machine::Action action, const Actor& actor) {
  Command command = Probe(record, action, actor, {});
  command.report = "annual-2021";
  if (action == machine::Action::kCreate) command.content = kContent;
  return command;
}

// The record after `actor` has taken `action`, as the ledger would write it. Ends the test's
// program where the rules refuse, which is a wrong test.
inline Record After(Record record, machine::Action action, const Actor& actor) {
  const Command command = Ask(record, action, actor);
  const Decision decision = *Decide(record, {}, command, kNow);
  Entry entry;
  entry.index = record.head + 1;
  entry.time_us = kNow + static_cast<std::int64_t>(record.sequence);
  entry.report = command.report;
  entry.sequence = record.sequence + 1;
  entry.actor = actor.id;
  entry.on_behalf_of = actor.on_behalf_of;
  entry.department = actor.department;
  entry.role = decision.role;
  entry.action = action;
  entry.from = record.state;
  entry.to = decision.to;
  entry.content = command.content;
  entry.comment = command.comment;
  entry.disclosure = command.disclosure;
  entry.claim_until_us = action == machine::Action::kClaim ? kNow + 1'000'000 : 0;
  Fold(record, entry, merkle::Sha256(std::to_string(entry.index)));
  return record;
}

inline Record Draft() { return After({}, machine::Action::kCreate, kDrafter); }
inline Record InLegalReview() { return After(Draft(), machine::Action::kSubmit, kDrafter); }
inline Record InSecrecyReview() {
  return After(InLegalReview(), machine::Action::kApproveLegal, kLegal);
}
inline Record Cleared() {
  return After(InSecrecyReview(), machine::Action::kApproveSecrecy, kSecrecy);
}
inline Record Published() { return After(Cleared(), machine::Action::kPublish, kPublisher); }

}  // namespace gongkai::ledger
