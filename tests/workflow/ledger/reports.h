// Reports in every state, made the way the ledger makes them: by folding entries.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/workflow/ledger/details.h"
#include "workflow/base/digest.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"
#include "workflow/ledger/command.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/rules.h"

namespace gongkai::ledger {

inline const base::Digest kContent = base::Sha256("content");
inline constexpr base::Time kNow = base::FromMicros(1'774'000'000'000'000);

inline Actor Person(std::string_view id, Roles roles, std::string department = "办公室") {
  return {.id = base::ActorId(id), .department = std::move(department), .roles = roles};
}

inline const Actor kDrafter = Person("user/drafter", machine::Role::kDrafter);
inline const Actor kLegal = Person("user/legal", machine::Role::kLegalReviewer, "法规科");
inline const Actor kSecrecy = Person("user/secrecy", machine::Role::kSecrecyReviewer, "保密办");
inline const Actor kPublisher = Person("user/publisher", machine::Role::kPublisher, "公开办");
inline const Actor kHead = Person("user/head", machine::Role::kHead);
inline const Actor kCoHead = Person("user/co-head", machine::Role::kHead, "财政局");
inline const Actor kSignatory = Person("user/signatory", machine::Role::kSignatory, "县政府");
inline const Actor kAuditor = Person("user/auditor", machine::Role::kAuditor, "审计局");

// Sets the detail of the command. What needs a leak check, and has none, gets one that found nothing.
inline void SetDetail(Command& command, std::string bytes) {
  const bool needs = command.action == machine::Action::kApproveSecrecy ||
                     command.action == machine::Action::kPublish;
  if (needs && LeakCheckOf(ReadDetail(command.action, bytes).value()) == nullptr) {
    bytes = details::WithCheck(command.action, std::move(bytes), details::NothingFound());
  }
  command.facts = ReadDetail(command.action, bytes).value();
  command.detail = std::move(bytes);
}

// Returns the detail that an action needs, with values that are right.
inline std::string RightDetail(machine::Action action) {
  switch (action) {
    case machine::Action::kCreate:
    case machine::Action::kEdit:
      return details::OfParts({base::Sha256("text")});
    case machine::Action::kSubmit:
      return details::OfSubmission(Disclosure::kActive);
    case machine::Action::kClaim:
    case machine::Action::kTakeOver:
      return details::OfClaim(3600);
    case machine::Action::kApproveLegal:
    case machine::Action::kApproveSecrecy:
      return details::OfForm(details::kYes);
    case machine::Action::kRefer:
      return details::OfReferral("县国家保密局");
    case machine::Action::kWithhold:
      return details::OfGround(1);
    case machine::Action::kSign:
      return details::OfSignature(Disclosure::kActive);
    case machine::Action::kAdjudicate:
      return details::OfAdjudication(
          {.rules_version = 1, .findings = 1, .list = base::Sha256("one")},
          {.first = 1, .count = 1}, Verdict::kFalseAlarm);
    default:
      return {};
  }
}

// Returns a command of this action on `record` whose arguments are right.
inline Command Ask(const Record& record, machine::Action action, const Actor& actor) {
  Command command{
      .subject = ReportSubject(record.id.empty() ? base::ReportId("annual-2021") : record.id),
      .action = action,
      .actor = actor,
      .content = record.content,
      .comment = "理由"};
  if (action == machine::Action::kCreate) command.content = kContent;
  SetDetail(command, RightDetail(action));
  if (action == machine::Action::kSign && record.disclosure != Disclosure::kNone) {
    const std::uint64_t ground = record.disclosure == Disclosure::kNotDisclosed ? 1 : 0;
    SetDetail(command, details::OfSignature(record.disclosure, "", ground));
  }
  return command;
}

// Returns the command as it comes under another policy.
inline Command Under(const ReviewPolicy& policy, Command command) {
  command.policy = policy;
  return command;
}

// Returns what the rules say of the whole command.
inline Result<Decision> Decide(const Record& record, const Command& command,
                               const Context& context) {
  Result<Decision> decision = CheckStanding(record, command, context);
  if (!decision) return decision;
  if (Status ok = Accept(record, command, context.revocations); !ok) return ok.error();
  return decision;
}

// Returns the reason for which the command is refused; nothing where it is allowed.
inline std::optional<Reason> Refused(const Record& record, const Command& command,
                                     const Context& context = {.now = kNow}) {
  const Result<Decision> decision = Decide(record, command, context);
  if (decision) return std::nullopt;
  EXPECT_FALSE(decision.error().message.empty());
  return decision.error().reason;
}

// Returns the record after `actor` has done what the command says, as the ledger would write it.
// Ends the test's program where the rules refuse, which is a wrong test.
inline Record After(Record record, const Command& command, const Reviewers* reviewers = nullptr) {
  const Decision decision = *Decide(record, command, {.now = kNow, .reviewers = reviewers});
  Entry entry;
  entry.index = Next(record.head);
  entry.time = kNow + std::chrono::microseconds(record.sequence);
  entry.subject = command.subject;
  entry.sequence = record.sequence + 1;
  const Actor actor = command.actor.In(decision.role);
  entry.actor = actor.id;
  entry.on_behalf_of = actor.on_behalf_of;
  entry.department = actor.department;
  entry.role = decision.role;
  entry.action = command.action;
  entry.from = record.state;
  entry.to = decision.to;
  entry.content = command.content;
  entry.comment = command.comment;
  entry.detail = command.detail;
  Fold(record, entry, merkle::LeafHash(EntryName(entry.index)));
  return record;
}

inline Record After(const Record& record, machine::Action action, const Actor& actor) {
  return After(record, Ask(record, action, actor));
}

// Returns a draft that the departments issue, too.
inline Record DraftWith(const std::vector<std::string>& co_issuers) {
  Command create = Ask({}, machine::Action::kCreate, kDrafter);
  SetDetail(create, details::OfParts({base::Sha256("text")}, co_issuers));
  return After({}, create);
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

// Returns a report that was submitted with another attribute than active disclosure, and cleared.
inline Record ClearedFor(Disclosure disclosure) {
  const Record draft = Draft();
  Command submit = Ask(draft, machine::Action::kSubmit, kDrafter);
  SetDetail(submit, details::OfSubmission(disclosure));
  const Record passed = After(After(draft, submit), machine::Action::kApproveLegal, kLegal);
  return After(passed, machine::Action::kApproveSecrecy, kSecrecy);
}
inline Record Filed() {
  return After(ClearedFor(Disclosure::kOnRequest), machine::Action::kFile, kPublisher);
}

}  // namespace gongkai::ledger
