#include "workflow/ledger/purge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "tests/workflow/ledger/reports.h"

namespace gongkai::ledger {
namespace {

using machine::Action;
using machine::Role;
using machine::State;

const Actor kOtherSecrecy = Person("user/secrecy-2", Role::kSecrecyReviewer, "保密办");
const base::Digest kSecret = base::Sha256("a file that must not exist");
const base::EntryIndex kPosition{40};

Record Retracted() { return After(Published(), Action::kRetract, kPublisher); }

std::vector<base::Digest> Sorted(std::vector<base::Digest> digests) {
  std::ranges::sort(digests);
  return digests;
}

Command Propose(const Record& record, const std::vector<base::Digest>& bytes,
                const Actor& actor = kSecrecy) {
  Command command = Ask(record, Action::kProposePurge, actor);
  SetDetail(command, details::OfPurge(bytes));
  return command;
}

Command Confirm(const Record& record, const std::vector<base::Digest>& bytes,
                const Actor& actor = kLegal) {
  Command command = Ask(record, Action::kPurge, actor);
  SetDetail(command, details::OfPurge(bytes, base::ToNumber(kPosition)));
  return command;
}

// The entry that the proposal became.
Entry Proposal(const Record& record, const std::vector<base::Digest>& bytes,
               const Actor& actor = kSecrecy) {
  Entry entry;
  entry.index = kPosition;
  entry.time = kNow;
  entry.subject = ReportSubject(record.id);
  entry.actor = actor.id;
  entry.action = Action::kProposePurge;
  entry.detail = details::OfPurge(bytes);
  return entry;
}

// What the log has of bytes that somebody else brought to the report.
PurgeFacts Facts(const std::vector<base::Digest>& bytes, std::optional<Entry> proposal = {}) {
  return {.brought = bytes,
          .authors = std::vector(bytes.size(), std::vector{base::ActorId("user/clerk")}),
          .proposal = std::move(proposal)};
}

std::optional<Reason> WhyNot(const Record& record, const Command& command, const PurgeFacts& facts,
                             base::Time now = kNow, const Revocations* revocations = nullptr) {
  const Result<Decision> decision =
      Decide(record, command, {.now = now, .revocations = revocations});
  if (!decision) return decision.error().reason;
  const Status ok = CheckPurge(record, command, facts, now, revocations);
  return ok ? std::nullopt : std::optional(ok.error().reason);
}

TEST(PurgeTest, OnePersonProposesAndAnotherConfirms) {
  const Record record = Retracted();
  EXPECT_EQ(WhyNot(record, Propose(record, {kSecret}), Facts({kSecret})), std::nullopt);
  const Entry proposal = Proposal(record, {kSecret});
  EXPECT_EQ(WhyNot(record, Confirm(record, {kSecret}), Facts({kSecret}, proposal)), std::nullopt);

  Actor both = kSecrecy;
  both.roles = both.roles | Role::kLegalReviewer;
  EXPECT_EQ(WhyNot(record, Confirm(record, {kSecret}, both), Facts({kSecret}, proposal)),
            Reason::kSameReviewer);
  Actor partner = kLegal;
  partner.partners = {kSecrecy.id};
  EXPECT_EQ(WhyNot(record, Confirm(record, {kSecret}, partner), Facts({kSecret}, proposal)),
            Reason::kSameReviewer);
  Entry on_behalf = Proposal(record, {kSecret}, kOtherSecrecy);
  on_behalf.on_behalf_of = kLegal.id;
  EXPECT_EQ(WhyNot(record, Confirm(record, {kSecret}), Facts({kSecret}, on_behalf)),
            Reason::kSameReviewer);
}

TEST(PurgeTest, NobodyElseMayAndNobodyInAnotherRole) {
  const Record record = Retracted();
  for (const Actor& actor : {kDrafter, kLegal, kPublisher, kAuditor}) {
    EXPECT_EQ(WhyNot(record, Propose(record, {kSecret}, actor), Facts({kSecret})),
              Reason::kRoleRequired);
  }
  const Entry proposal = Proposal(record, {kSecret});
  for (const Actor& actor : {kDrafter, kOtherSecrecy, kPublisher, kAuditor}) {
    EXPECT_EQ(WhyNot(record, Confirm(record, {kSecret}, actor), Facts({kSecret}, proposal)),
              Reason::kRoleRequired);
  }
  const Actor bot{.id = base::ActorId("bot/purge"), .roles = Role::kSecrecyReviewer};
  EXPECT_EQ(WhyNot(record, Propose(record, {kSecret}, bot), Facts({kSecret})),
            Reason::kBotMayNotDecide);
}

TEST(PurgeTest, WhoBroughtAnyOfTheBytesHasNoPartInIt) {
  const Record record = Retracted();
  const auto bytes = Sorted({kSecret, base::Sha256("another")});
  PurgeFacts facts = Facts(bytes);
  facts.authors[1].push_back(kSecrecy.id);
  EXPECT_EQ(WhyNot(record, Propose(record, bytes), facts), Reason::kOwnReport);
  facts = Facts(bytes, Proposal(record, bytes));
  facts.authors[0].push_back(kLegal.id);
  EXPECT_EQ(WhyNot(record, Confirm(record, bytes), facts), Reason::kOwnReport);
  // Who proposed it became an author afterwards.
  facts = Facts(bytes, Proposal(record, bytes));
  facts.authors[0].push_back(kSecrecy.id);
  EXPECT_EQ(WhyNot(record, Confirm(record, bytes), facts), Reason::kPurgeNotPossible);
}

TEST(PurgeTest, TheConfirmationIsOfExactlyWhatWasProposed) {
  const Record record = Retracted();
  const auto refused = [&](const std::optional<Entry>& proposal, base::Time now = kNow) {
    return WhyNot(record, Confirm(record, {kSecret}), Facts({kSecret}, proposal), now);
  };
  EXPECT_EQ(refused(std::nullopt), Reason::kPurgeNotPossible);
  EXPECT_EQ(refused(Proposal(record, {base::Sha256("another")})), Reason::kPurgeNotPossible);
  EXPECT_EQ(refused(Proposal(record, Sorted({kSecret, base::Sha256("another")}))),
            Reason::kPurgeNotPossible);
  Entry other = Proposal(record, {kSecret});
  other.subject = ReportSubject(base::ReportId("another"));
  EXPECT_EQ(refused(other), Reason::kPurgeNotPossible);
  Entry denied = Proposal(record, {kSecret});
  denied.action = Action::kDenied;
  EXPECT_EQ(refused(denied), Reason::kPurgeNotPossible);

  const Entry proposal = Proposal(record, {kSecret});
  constexpr std::chrono::microseconds kMoment(1);
  EXPECT_EQ(refused(proposal, kNow + kProposalStands - kMoment), std::nullopt);
  EXPECT_EQ(refused(proposal, kNow + kProposalStands), Reason::kPurgeNotPossible);
}

TEST(PurgeTest, AProposalOfSomebodyRevokedDoesNotCount) {
  const Record record = Retracted();
  Revocations revocations;
  revocations.Add({.identity = kSecrecy.id, .since = kNow});
  EXPECT_EQ(WhyNot(record, Confirm(record, {kSecret}),
                   Facts({kSecret}, Proposal(record, {kSecret})), kNow, &revocations),
            Reason::kPurgeNotPossible);
}

TEST(PurgeTest, WhatIsPublicOrWorkedOnKeepsItsBytes) {
  for (const Record& record : {Published(), Retracted()}) {
    SCOPED_TRACE(ToString(record.state));
    PurgeFacts facts = Facts({kSecret});
    EXPECT_EQ(WhyNot(record, Propose(record, {kSecret}), facts), std::nullopt);
    facts.in_use = true;
    EXPECT_EQ(WhyNot(record, Propose(record, {kSecret}), facts), Reason::kPurgeNotPossible);
  }
  const Record reviewed = InSecrecyReview();
  EXPECT_EQ(WhyNot(reviewed, Propose(reviewed, {kSecret}), Facts({kSecret})),
            Reason::kActionNotAllowed);
}

TEST(PurgeTest, TheBytesAreTheReportsOwn) {
  const Record record = Retracted();
  PurgeFacts facts = Facts({kSecret});
  facts.brought = {base::Sha256("another")};
  EXPECT_EQ(WhyNot(record, Propose(record, {kSecret}), facts), Reason::kInvalidField);
}

TEST(PurgeTest, TheDigestsAreWellFormed) {
  const Record record = Retracted();
  const auto bytes = Sorted({kSecret, base::Sha256("another")});
  EXPECT_EQ(WhyNot(record, Propose(record, {}), Facts({})), Reason::kInvalidField);
  const std::vector<base::Digest> descending{bytes[1], bytes[0]};
  EXPECT_EQ(WhyNot(record, Propose(record, descending), Facts(descending)), Reason::kInvalidField);
  const std::vector<base::Digest> twice{kSecret, kSecret};
  EXPECT_EQ(WhyNot(record, Propose(record, twice), Facts(twice)), Reason::kInvalidField);
  Command command = Propose(record, {kSecret});
  SetDetail(command, details::OfPurge({kSecret}, base::ToNumber(kPosition)));
  EXPECT_EQ(WhyNot(record, command, Facts({kSecret})), Reason::kInvalidField)
      << "proposes and confirms";
}

TEST(PurgeTest, TheReportStaysAsItIs) {
  const Record before = Retracted();
  const Record after = After(before, Propose(before, {kSecret}));
  EXPECT_EQ(after.state, State::kRetracted);
  EXPECT_EQ(after.content, before.content);
  EXPECT_EQ(after.comment, before.comment) << "why it was retracted";
  EXPECT_NE(EtagOf(after), EtagOf(before));
}

}  // namespace
}  // namespace gongkai::ledger
