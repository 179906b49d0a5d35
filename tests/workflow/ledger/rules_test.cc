#include "workflow/ledger/rules.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "tests/workflow/ledger/reports.h"

namespace gongkai::ledger {
namespace {

using machine::Action;
using machine::Role;
using machine::State;

// The reason for which the command is refused; nothing where it is allowed.
std::optional<Reason> Refused(const Record& record, const Command& command,
                              const Record& corrected = {}, std::int64_t now_us = kNow) {
  const Result<Decision> decision = Decide(record, corrected, command, now_us);
  if (decision) return std::nullopt;
  EXPECT_FALSE(decision.error().message.empty());
  return decision.error().reason;
}

TEST(RulesTest, AllowTheWayToPublication) {
  EXPECT_EQ(Refused({}, Ask({}, Action::kCreate, kDrafter)), std::nullopt);
  EXPECT_EQ(Refused(Draft(), Ask(Draft(), Action::kSubmit, kDrafter)), std::nullopt);
  EXPECT_EQ(Refused(Cleared(), Ask(Cleared(), Action::kPublish, kPublisher)), std::nullopt);
}

TEST(RulesTest, AWrongStateSaysWhatCameBefore) {
  const Result<Decision> decision =
      Decide(Published(), {}, Ask(Published(), Action::kPublish, kPublisher), kNow);
  ASSERT_FALSE(decision);
  const Error& error = decision.error();
  EXPECT_EQ(error.reason, Reason::kActionNotAllowed);
  EXPECT_EQ(error.metadata.at("state"), "PUBLISHED");
  EXPECT_EQ(error.metadata.at("last_action"), "PUBLISH");
  EXPECT_EQ(error.metadata.at("last_actor"), "user/publisher");
  EXPECT_EQ(error.metadata.at("etag"), EtagOf(Published()));
}

TEST(RulesTest, AStaleEtagSaysWhatWon) {
  Command late = Ask(InLegalReview(), Action::kReturn, kLegal);
  late.etag = EtagOf(Draft());
  const Result<Decision> decision = Decide(InLegalReview(), {}, late, kNow);
  ASSERT_FALSE(decision);
  EXPECT_EQ(decision.error().reason, Reason::kEtagMismatch);
  EXPECT_EQ(decision.error().metadata.at("last_action"), "SUBMIT");
}

TEST(RulesTest, ARoleIsNeededForEachAction) {
  const Record record = InLegalReview();
  EXPECT_EQ(Refused(record, Ask(record, Action::kApproveLegal, kSecrecy)), Reason::kRoleRequired);
  EXPECT_EQ(Refused(record, Ask(record, Action::kApproveLegal, kPublisher)), Reason::kRoleRequired);
  EXPECT_EQ(Refused(record, Ask(record, Action::kWithdraw, kLegal)), Reason::kRoleRequired);
  // RETURN is three roles' action, but in a state it is one's.
  EXPECT_EQ(Refused(record, Ask(record, Action::kReturn, kSecrecy)), Reason::kRoleRequired);
}

TEST(RulesTest, WhoMayNotKnowOfAReportIsToldThereIsNone) {
  const Actor stranger = Person("user/stranger", Role::kDrafter, "other department");
  EXPECT_EQ(Refused(Draft(), Ask(Draft(), Action::kEdit, stranger)), Reason::kReportNotFound);
  EXPECT_EQ(Refused(Draft(), Ask(Draft(), Action::kClaim, kLegal)), Reason::kReportNotFound);
  EXPECT_EQ(Refused({}, Ask({}, Action::kEdit, kDrafter)), Reason::kReportNotFound);
}

TEST(RulesTest, OnlyItsDepartmentEditsAReport) {
  const Actor both = Person("user/both", Roles(Role::kDrafter) | Role::kPublisher, "other");
  const Record returned = After(InLegalReview(), Action::kReturn, kLegal);
  EXPECT_EQ(Refused(returned, Ask(returned, Action::kEdit, both)), Reason::kDepartmentRequired);
}

// Everybody who had a part in the text, against every act of a reviewer.
TEST(RulesTest, FourEyesHoldOverTheWholeHistoryAndThroughDelegation) {
  const Roles all = Roles(Role::kDrafter) | Role::kLegalReviewer | Role::kSecrecyReviewer;
  Actor author = Person("user/author", all);
  Actor for_author = Person("user/deputy", all);
  for_author.on_behalf_of = "user/author";
  Actor bot_of_author{.id = "bot/pipeline",
                      .on_behalf_of = "user/author",
                      .department = "办公室",
                      .roles = Role::kDrafter};

  for (const Actor& writer : {author, for_author, bot_of_author}) {
    Record record = After(Draft(), Action::kEdit, writer);
    record = After(record, Action::kEdit, kDrafter);  // somebody else writes last and submits
    record = After(record, Action::kSubmit, kDrafter);
    for (const Actor& reviewer : {author, for_author}) {
      for (const Action action : {Action::kClaim, Action::kApproveLegal, Action::kReturn,
                                  Action::kRefer, Action::kWithhold}) {
        EXPECT_EQ(Refused(record, Ask(record, action, reviewer)), Reason::kOwnReport)
            << writer.id << " wrote, " << reviewer.id << " reviews";
      }
    }
    EXPECT_EQ(Refused(record, Ask(record, Action::kApproveLegal, kLegal)), std::nullopt);
  }
}

TEST(RulesTest, LegalAndSecrecyApprovalComeFromDifferentPeople) {
  const Roles both = Roles(Role::kLegalReviewer) | Role::kSecrecyReviewer;
  const Actor one = Person("user/legal", both);
  Actor deputy = Person("user/deputy", both);
  deputy.on_behalf_of = "user/legal";
  const Record record = InSecrecyReview();
  EXPECT_EQ(Refused(record, Ask(record, Action::kApproveSecrecy, one)), Reason::kSameReviewer);
  EXPECT_EQ(Refused(record, Ask(record, Action::kApproveSecrecy, deputy)), Reason::kSameReviewer);
  EXPECT_EQ(Refused(record, Ask(record, Action::kApproveSecrecy, kSecrecy)), std::nullopt);
}

TEST(RulesTest, BotsDecideNothingWhateverTheirRoles) {
  Actor bot{.id = "bot/clever",
            .roles = Roles(Role::kLegalReviewer) | Role::kSecrecyReviewer | Role::kPublisher};
  EXPECT_EQ(Refused(InLegalReview(), Ask(InLegalReview(), Action::kApproveLegal, bot)),
            Reason::kBotMayNotDecide);
  EXPECT_EQ(Refused(InSecrecyReview(), Ask(InSecrecyReview(), Action::kApproveSecrecy, bot)),
            Reason::kBotMayNotDecide);
  EXPECT_EQ(Refused(Cleared(), Ask(Cleared(), Action::kPublish, bot)), std::nullopt);
}

TEST(RulesTest, AClaimKeepsOthersOut) {
  const Record record = After(InLegalReview(), Action::kClaim, kLegal);
  const Actor colleague = Person("user/colleague", Role::kLegalReviewer);
  for (const Action action : {Action::kClaim, Action::kApproveLegal, Action::kReturn,
                              Action::kRefer, Action::kWithhold, Action::kRelease}) {
    EXPECT_EQ(Refused(record, Ask(record, action, colleague)), Reason::kClaimedByAnother);
  }
  EXPECT_EQ(Refused(record, Ask(record, Action::kApproveLegal, kLegal)), std::nullopt);
  EXPECT_EQ(
      Refused(record, Ask(record, Action::kApproveLegal, colleague), {}, record.claim_until_us),
      std::nullopt)
      << "a claim that has run out keeps nobody out";
}

TEST(RulesTest, WhatIsNotClaimedCannotBeReleased) {
  EXPECT_EQ(Refused(InLegalReview(), Ask(InLegalReview(), Action::kRelease, kLegal)),
            Reason::kActionNotAllowed);
}

TEST(RulesTest, ApprovalsAreOfExactlyTheContentThatStands) {
  Command other = Ask(InLegalReview(), Action::kApproveLegal, kLegal);
  other.content = merkle::Sha256("another text");
  EXPECT_EQ(Refused(InLegalReview(), other), Reason::kContentChanged);

  Record swapped = Cleared();
  swapped.content = merkle::Sha256("swapped after the approvals");
  EXPECT_EQ(Refused(swapped, Ask(swapped, Action::kPublish, kPublisher)),
            Reason::kApprovalNotFresh);
}

TEST(RulesTest, BelowTheQuorumAnApprovalCountsAndTheReportStays) {
  Command first = Ask(InLegalReview(), Action::kApproveLegal, kLegal);
  first.quorum.legal = 2;
  EXPECT_EQ(Decide(InLegalReview(), {}, first, kNow)->to, State::kLegalReview);

  Record one = InLegalReview();
  one.approvals = {
      {.action = Action::kApproveLegal, .reviewer = "user/legal", .content = kContent}};
  Command again = Ask(one, Action::kApproveLegal, kLegal);
  again.quorum.legal = 2;
  EXPECT_EQ(Refused(one, again), Reason::kSameReviewer) << "nobody counts twice";
  Command second = Ask(one, Action::kApproveLegal, Person("user/l2", Role::kLegalReviewer));
  second.quorum.legal = 2;
  EXPECT_EQ(Decide(one, {}, second, kNow)->to, State::kSecrecyReview);
}

TEST(RulesTest, RequiredArgumentsAreNamed) {
  const auto without = [](Action action, const Record& record, const Actor& actor, auto remove) {
    Command command = Ask(record, action, actor);
    remove(command);
    const Result<Decision> decision = Decide(record, {}, command, kNow);
    EXPECT_FALSE(decision);
    EXPECT_EQ(decision.error().reason, Reason::kInvalidField);
    return decision.error().metadata.at("field");
  };
  const Record record = InLegalReview();
  const auto no_comment = [](Command& command) { command.comment.clear(); };
  for (const Action action :
       {Action::kApproveLegal, Action::kReturn, Action::kRefer, Action::kWithhold}) {
    EXPECT_EQ(without(action, record, kLegal, no_comment), "comment");
  }
  EXPECT_EQ(without(Action::kWithdraw, record, kDrafter, no_comment), "comment");
  EXPECT_EQ(without(Action::kRetract, Published(), kPublisher, no_comment), "comment");
  EXPECT_EQ(without(Action::kRefer, record, kLegal, [](Command& c) { c.authority.clear(); }),
            "authority");
  EXPECT_EQ(without(Action::kWithhold, record, kLegal, [](Command& c) { c.ground = {}; }),
            "ground");
  EXPECT_EQ(without(Action::kApproveLegal, record, kLegal, [](Command& c) { c.checklist = {}; }),
            "checklist");
  EXPECT_EQ(without(Action::kApproveLegal, record, kLegal,
                    [](Command& c) { c.checklist[0].passed = false; }),
            "checklist");
  EXPECT_EQ(without(Action::kApproveLegal, record, kLegal, [](Command& c) { c.content = {}; }),
            "content_sha256");
}

TEST(RulesTest, OnlyCompleteContentIsSubmitted) {
  Command command = Ask(Draft(), Action::kSubmit, kDrafter);
  command.missing = {{"report.title", "Required."}};
  const Result<Decision> decision = Decide(Draft(), {}, command, kNow);
  ASSERT_FALSE(decision);
  EXPECT_EQ(decision.error().reason, Reason::kContentIncomplete);
  EXPECT_EQ(decision.error().fields[0].field, "report.title");

  command.missing.clear();
  command.disclosure = Disclosure::kNone;
  EXPECT_EQ(Refused(Draft(), command), Reason::kContentIncomplete);
}

TEST(RulesTest, OnlyActiveDisclosureIsPublishedAndNotBeforeItsTime) {
  Record record = Cleared();
  for (const auto& [disclosure, reason] :
       {std::pair(Disclosure::kActive, std::optional<Reason>()),
        std::pair(Disclosure::kActiveRedacted, std::optional<Reason>()),
        std::pair(Disclosure::kOnRequest, std::optional(Reason::kNotActiveDisclosure)),
        std::pair(Disclosure::kNotDisclosed, std::optional(Reason::kNotActiveDisclosure))}) {
    record.disclosure = disclosure;
    EXPECT_EQ(Refused(record, Ask(record, Action::kPublish, kPublisher)), reason);
  }
  record = Cleared();
  record.planned_us = kNow + 1;
  EXPECT_EQ(Refused(record, Ask(record, Action::kPublish, kPublisher)), Reason::kBeforePlannedTime);
  EXPECT_EQ(Refused(record, Ask(record, Action::kPublish, kPublisher), {}, kNow + 1), std::nullopt);
}

TEST(RulesTest, ACorrectionTakesThePlaceOfAPublishedReportOfItsDepartment) {
  Command create = Ask({}, Action::kCreate, kDrafter);
  create.corrects = "annual-2020";
  EXPECT_EQ(Refused({}, create, Published()), std::nullopt);
  EXPECT_EQ(Refused({}, create, Cleared()), Reason::kCorrectionNotPossible);
  EXPECT_EQ(Refused({}, create, {}), Reason::kCorrectionNotPossible);
  Record foreign = Published();
  foreign.department = "other";
  EXPECT_EQ(Refused({}, create, foreign), Reason::kCorrectionNotPossible);

  Record correction = Cleared();
  correction.corrects = "annual-2020";
  EXPECT_EQ(Refused(correction, Ask(correction, Action::kPublish, kPublisher), Published()),
            std::nullopt);
  EXPECT_EQ(Refused(correction, Ask(correction, Action::kPublish, kPublisher),
                    After(Published(), Action::kRetract, kPublisher)),
            Reason::kCorrectionNotPossible);
}

TEST(RulesTest, NobodySupersedesByHand) {
  EXPECT_EQ(Refused(Published(), Ask(Published(), Action::kSupersede, kPublisher)),
            Reason::kActionNotAllowed);
}

TEST(RulesTest, AStateThatIsNotMeantIsRefused) {
  Command command = Ask(InSecrecyReview(), Action::kReturn, kSecrecy);
  command.from = {State::kLegalReview, State::kLegalReferred};
  EXPECT_EQ(Refused(InSecrecyReview(), command), Reason::kActionNotAllowed);
  command.from.push_back(State::kSecrecyReview);
  EXPECT_EQ(Refused(InSecrecyReview(), command), std::nullopt);
}

TEST(ScopeTest, SaysWhoMayKnowOfWhat) {
  struct Case {
    Actor actor;
    bool draft;
    bool submitted;
  };
  for (const Case& c :
       {Case{kDrafter, true, true}, Case{Person("user/x", Role::kDrafter, "other"), false, false},
        Case{kLegal, false, true}, Case{kSecrecy, false, true}, Case{kPublisher, false, true},
        Case{kAuditor, true, true}, Case{Person("user/nobody", {}), false, false}}) {
    EXPECT_EQ(Sees(ScopeOf(c.actor), Draft()), c.draft) << c.actor.id;
    EXPECT_EQ(Sees(ScopeOf(c.actor), InLegalReview()), c.submitted) << c.actor.id;
  }
}

}  // namespace
}  // namespace gongkai::ledger
