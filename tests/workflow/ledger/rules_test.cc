#include "workflow/ledger/rules.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "tests/workflow/ledger/reports.h"
#include "workflow/base/digest.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"
#include "workflow/ledger/visibility.h"

namespace gongkai::ledger {
namespace {

using machine::Action;
using machine::Role;
using machine::State;

TEST(RulesTest, AllowTheWayToPublication) {
  EXPECT_EQ(Refused({}, Ask({}, Action::kCreate, kDrafter)), std::nullopt);
  EXPECT_EQ(Refused(Draft(), Ask(Draft(), Action::kSubmit, kDrafter)), std::nullopt);
  EXPECT_EQ(Refused(Cleared(), Ask(Cleared(), Action::kPublish, kPublisher)), std::nullopt);
}

TEST(RulesTest, AWrongStateSaysWhatCameBefore) {
  const Result<Decision> decision =
      Decide(Published(), Ask(Published(), Action::kPublish, kPublisher), {.now = kNow});
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
  const Result<Decision> decision = Decide(InLegalReview(), late, {.now = kNow});
  ASSERT_FALSE(decision);
  EXPECT_EQ(decision.error().reason, Reason::kEtagMismatch);
  EXPECT_EQ(decision.error().metadata.at("last_action"), "SUBMIT");
}

TEST(RulesTest, ARoleIsNeededForEachAction) {
  const Record record = InLegalReview();
  EXPECT_EQ(Refused(record, Ask(record, Action::kApproveLegal, kDrafter)), Reason::kRoleRequired);
  EXPECT_EQ(Refused(record, Ask(record, Action::kApproveLegal, kAuditor)), Reason::kRoleRequired);
  EXPECT_EQ(Refused(record, Ask(record, Action::kWithdraw, kLegal)), Reason::kRoleRequired);
  // RETURN is three roles' action, but in a state it is one's.
  const Record passed = InSecrecyReview();
  EXPECT_EQ(Refused(passed, Ask(passed, Action::kReturn, kLegal)), Reason::kRoleRequired);
}

TEST(RulesTest, WhoLacksTheRoleIsToldWhichItIs) {
  const Record record = InLegalReview();
  for (const auto& [action, role] : {std::pair(Action::kApproveLegal, "LEGAL_REVIEWER"),
                                     std::pair(Action::kPublish, "PUBLISHER")}) {
    const Result<Decision> decision = Decide(record, Ask(record, action, kDrafter), {.now = kNow});
    ASSERT_FALSE(decision);
    EXPECT_EQ(decision.error().metadata.at("role"), role);
  }
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
  EXPECT_EQ(Refused(returned, Ask(returned, Action::kEdit, both)), Reason::kReportNotFound);
  EXPECT_EQ(Refused(Cleared(), Ask(Cleared(), Action::kWithdraw, both)),
            Reason::kDepartmentRequired);
  const Actor stranger = Person("user/stranger", Role::kDrafter, "other");
  EXPECT_EQ(Refused(Published(), Ask(Published(), Action::kEdit, stranger)),
            Reason::kDepartmentRequired);
}

// Everybody who had a part in the text, against every act of a reviewer.
TEST(RulesTest, FourEyesHoldOverTheWholeHistoryAndThroughDelegation) {
  const Roles all = Roles(Role::kDrafter) | Role::kLegalReviewer | Role::kSecrecyReviewer;
  Actor author = Person("user/author", all);
  Actor for_author = Person("user/deputy", all);
  for_author.on_behalf_of = base::ActorId("user/author");
  Actor bot_of_author{.id = base::ActorId("bot/pipeline"),
                      .department = "办公室",
                      .roles = Role::kDrafter,
                      .on_behalf_of = base::ActorId("user/author")};

  for (const Actor& writer : {author, for_author, bot_of_author}) {
    Record record = After(Draft(), Action::kEdit, writer);
    record = After(record, Action::kEdit, kDrafter);  // somebody else writes last and submits
    record = After(record, Action::kSubmit, kDrafter);
    for (const Actor& reviewer : {author, for_author}) {
      for (const Action action : {Action::kClaim, Action::kApproveLegal, Action::kReturn,
                                  Action::kRefer, Action::kWithhold}) {
        EXPECT_EQ(Refused(record, Ask(record, action, reviewer)), Reason::kOwnReport)
            << writer.id.text() << " wrote, " << reviewer.id.text() << " reviews";
      }
    }
    EXPECT_EQ(Refused(record, Ask(record, Action::kApproveLegal, kLegal)), std::nullopt);
  }
}

TEST(RulesTest, LegalAndSecrecyApprovalComeFromDifferentPeople) {
  const Roles both = Roles(Role::kLegalReviewer) | Role::kSecrecyReviewer;
  const Actor one = Person("user/legal", both);
  Actor deputy = Person("user/deputy", both);
  deputy.on_behalf_of = base::ActorId("user/legal");
  const Record record = InSecrecyReview();
  EXPECT_EQ(Refused(record, Ask(record, Action::kApproveSecrecy, one)), Reason::kSameReviewer);
  EXPECT_EQ(Refused(record, Ask(record, Action::kApproveSecrecy, deputy)), Reason::kSameReviewer);
  EXPECT_EQ(Refused(record, Ask(record, Action::kApproveSecrecy, kSecrecy)), std::nullopt);
}

TEST(RulesTest, BotsDecideNothingWhateverTheirRoles) {
  Actor bot{.id = base::ActorId("bot/clever"),
            .roles = Roles(Role::kLegalReviewer) | Role::kSecrecyReviewer | Role::kPublisher};
  EXPECT_EQ(Refused(InLegalReview(), Ask(InLegalReview(), Action::kApproveLegal, bot)),
            Reason::kBotMayNotDecide);
  EXPECT_EQ(Refused(InSecrecyReview(), Ask(InSecrecyReview(), Action::kApproveSecrecy, bot)),
            Reason::kBotMayNotDecide);
  EXPECT_EQ(Refused(Cleared(), Ask(Cleared(), Action::kPublish, bot)), std::nullopt);
}

TEST(RulesTest, ApprovalsAreOfExactlyTheContentThatStands) {
  Command other = Ask(InLegalReview(), Action::kApproveLegal, kLegal);
  other.content = base::Sha256("another text");
  EXPECT_EQ(Refused(InLegalReview(), other), Reason::kContentChanged);

  Record swapped = Cleared();
  swapped.content = base::Sha256("swapped after the approvals");
  EXPECT_EQ(Refused(swapped, Ask(swapped, Action::kPublish, kPublisher)),
            Reason::kApprovalNotFresh);
}

TEST(RulesTest, BelowTheQuorumAnApprovalCountsAndTheReportStays) {
  Command first = Ask(InLegalReview(), Action::kApproveLegal, kLegal);
  first.policy.legal_quorum = 2;
  EXPECT_EQ(Decide(InLegalReview(), first, {.now = kNow})->to, State::kLegalReview);

  Record one = InLegalReview();
  one.approvals = {{.action = Action::kApproveLegal,
                    .reviewer = base::ActorId("user/legal"),
                    .content = kContent}};
  Command again = Ask(one, Action::kApproveLegal, kLegal);
  again.policy.legal_quorum = 2;
  EXPECT_EQ(Refused(one, again), Reason::kAlreadyApproved) << "nobody counts twice";
  Command second = Ask(one, Action::kApproveLegal, Person("user/l2", Role::kLegalReviewer));
  second.policy.legal_quorum = 2;
  EXPECT_EQ(Decide(one, second, {.now = kNow})->to, State::kSecrecyReview);
}

TEST(RulesTest, RequiredArgumentsAreNamed) {
  const auto without = [](Action action, const Record& record, const Actor& actor, auto remove) {
    Command command = Ask(record, action, actor);
    remove(command);
    const Result<Decision> decision = Decide(record, command, {.now = kNow});
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
  EXPECT_EQ(without(Action::kReportLeak, Published(), kSecrecy, no_comment), "comment");
  EXPECT_EQ(without(Action::kRefer, record, kLegal, [](Command& c) { SetDetail(c, {}); }),
            "authority");
  EXPECT_EQ(without(Action::kWithhold, record, kLegal, [](Command& c) { SetDetail(c, {}); }),
            "ground");
  EXPECT_EQ(without(Action::kApproveLegal, record, kLegal, [](Command& c) { SetDetail(c, {}); }),
            "form.answers");
  EXPECT_EQ(without(Action::kApproveLegal, record, kLegal,
                    [](Command& c) { SetDetail(c, details::OfAnswer(false)); }),
            "form.answers");
  EXPECT_EQ(without(Action::kApproveLegal, record, kLegal,
                    [](Command& c) { SetDetail(c, details::OfForm(details::kNo)); }),
            "form.answers");
  EXPECT_EQ(without(Action::kApproveLegal, record, kLegal, [](Command& c) { c.content = {}; }),
            "content_sha256");
}

TEST(RulesTest, OnlyCompleteContentIsSubmitted) {
  Command command = Ask(Draft(), Action::kSubmit, kDrafter);
  SetDetail(command, details::OfSubmission(Disclosure::kNone));
  const Result<Decision> decision = Decide(Draft(), command, {.now = kNow});
  ASSERT_FALSE(decision);
  EXPECT_EQ(decision.error().reason, Reason::kContentIncomplete);
  EXPECT_EQ(decision.error().fields[0].field, "report.disclosure.attribute");
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
  record.planned_time = kNow + std::chrono::microseconds(1);
  EXPECT_EQ(Refused(record, Ask(record, Action::kPublish, kPublisher)), Reason::kBeforePlannedTime);
  EXPECT_EQ(Refused(record, Ask(record, Action::kPublish, kPublisher),
                    {.now = kNow + std::chrono::microseconds(1)}),
            std::nullopt);
}

TEST(RulesTest, OnlyWhatIsNotForActiveDisclosureIsFiled) {
  Record record = Cleared();
  for (const auto& [disclosure, reason] :
       {std::pair(Disclosure::kActive, std::optional(Reason::kActiveDisclosure)),
        std::pair(Disclosure::kActiveRedacted, std::optional(Reason::kActiveDisclosure)),
        std::pair(Disclosure::kNone, std::optional(Reason::kActiveDisclosure)),
        std::pair(Disclosure::kOnRequest, std::optional<Reason>()),
        std::pair(Disclosure::kNotDisclosed, std::optional<Reason>())}) {
    record.disclosure = disclosure;
    EXPECT_EQ(Refused(record, Ask(record, Action::kFile, kPublisher)), reason)
        << ToString(disclosure);
  }
}

TEST(RulesTest, WhatIsFiledIsExactlyWhatWasApproved) {
  const Record cleared = ClearedFor(Disclosure::kNotDisclosed);
  Command other = Ask(cleared, Action::kFile, kPublisher);
  other.content = base::Sha256("another text");
  EXPECT_EQ(Refused(cleared, other), Reason::kContentChanged);
  other.content.reset();
  EXPECT_EQ(Refused(cleared, other), Reason::kInvalidField);
  Record swapped = cleared;
  swapped.content = base::Sha256("swapped after the approvals");
  EXPECT_EQ(Refused(swapped, Ask(swapped, Action::kFile, kPublisher)), Reason::kApprovalNotFresh);
  for (const char* reviewer : {"user/legal", "user/secrecy"}) {
    Revocations revocations;
    revocations.Add({.identity = base::ActorId(reviewer), .since = kNow});
    EXPECT_EQ(Refused(cleared, Ask(cleared, Action::kFile, kPublisher),
                      {.now = kNow, .revocations = &revocations}),
              Reason::kApprovalNotFresh)
        << reviewer;
  }
}

// 条例 art. 18.
TEST(RulesTest, WhatIsNotDisclosedIsDecidedAnewFromTheBeginning) {
  for (const Record& record : {Filed(), After(InSecrecyReview(), Action::kWithhold, kSecrecy)}) {
    Command silent = Ask(record, Action::kReassess, kPublisher);
    silent.comment.clear();
    EXPECT_EQ(Refused(record, silent), Reason::kInvalidField) << "without a reason";
    const Actor bot{.id = base::ActorId("bot/clever"), .roles = Role::kPublisher};
    EXPECT_EQ(Refused(record, Ask(record, Action::kReassess, bot)), Reason::kBotMayNotDecide);
    EXPECT_EQ(Refused(record, Ask(record, Action::kReassess, kDrafter)), Reason::kRoleRequired);
    EXPECT_EQ(Refused(record, Ask(record, Action::kPublish, kPublisher)),
              Reason::kActionNotAllowed);

    const Record again = After(record, Action::kReassess, kPublisher);
    EXPECT_EQ(again.state, State::kDraft);
    EXPECT_TRUE(again.approvals.empty());
    EXPECT_EQ(Refused(again, Ask(again, Action::kSubmit, kDrafter)), std::nullopt);
    EXPECT_EQ(SightOf(kPublisher, again), Sight::kNothing) << "it is its department's again";
  }
  const Actor bot{.id = base::ActorId("bot/clever"), .roles = Role::kPublisher};
  const Record cleared = ClearedFor(Disclosure::kOnRequest);
  EXPECT_EQ(Refused(cleared, Ask(cleared, Action::kFile, bot)), Reason::kBotMayNotDecide);
}

// A correction that was filed and comes back may find another one in its place.
TEST(RulesTest, ACorrectionIsNotSubmittedBesideAnother) {
  Record correction = After(Filed(), Action::kReassess, kPublisher);
  correction.corrects = base::ReportId("annual-2020");
  const auto submitting = [&correction](const Record* corrected, base::ReportId other = {}) {
    return Refused(correction, Ask(correction, Action::kSubmit, kDrafter),
                   {.now = kNow, .corrected = corrected, .other_correction = std::move(other)});
  };
  const Record published = Published();
  Record superseded = published;
  superseded.state = State::kSuperseded;
  EXPECT_EQ(submitting(&published), std::nullopt);
  EXPECT_EQ(submitting(&published, base::ReportId("second-correction")),
            Reason::kCorrectionNotPossible);
  EXPECT_EQ(submitting(&superseded), Reason::kCorrectionNotPossible);
  EXPECT_EQ(submitting(nullptr), Reason::kCorrectionNotPossible);
  EXPECT_TRUE(ReadsOtherCorrection(correction, Action::kSubmit));
  EXPECT_TRUE(ReadsOtherCorrection({}, Action::kCreate));
  EXPECT_FALSE(ReadsOtherCorrection(Cleared(), Action::kPublish));
  EXPECT_FALSE(ReadsOtherCorrection(Filed(), Action::kReassess))
      << "whoever may not know of the other is told nothing of it";

  Record filed = Filed();
  filed.corrects = base::ReportId("annual-2020");
  EXPECT_EQ(Refused(filed, Ask(filed, Action::kReassess, kPublisher),
                    {.now = kNow, .corrected = &superseded}),
            std::nullopt)
      << "it is looked at again all the same";
}

TEST(RulesTest, ACorrectionTakesThePlaceOfWhatIsOrWasPublicInItsDepartment) {
  Command create = Ask({}, Action::kCreate, kDrafter);
  create.corrects = base::ReportId("annual-2020");
  const auto creating = [&create](const Record* corrected, base::ReportId other = {}) {
    return Refused({}, create,
                   {.now = kNow, .corrected = corrected, .other_correction = std::move(other)});
  };
  const Record published = Published();
  const Record retracted = After(published, Action::kRetract, kPublisher);
  const Record cleared = Cleared();
  Record superseded = published;
  superseded.state = State::kSuperseded;
  Record foreign = published;
  foreign.department = "other";
  EXPECT_EQ(creating(&published), std::nullopt);
  EXPECT_EQ(creating(&retracted), std::nullopt);
  for (const Record* not_possible :
       std::initializer_list<const Record*>{&cleared, &superseded, &foreign}) {
    EXPECT_EQ(creating(not_possible), Reason::kCorrectionNotPossible);
  }
  EXPECT_EQ(creating(nullptr), Reason::kCorrectionNotPossible);
  EXPECT_EQ(creating(&published, base::ReportId("first-correction")),
            Reason::kCorrectionNotPossible)
      << "of two corrections only one could be published";

  Record correction = Cleared();
  correction.corrects = base::ReportId("annual-2020");
  const auto publishing = [&correction](const Record* corrected) {
    return Refused(correction, Ask(correction, Action::kPublish, kPublisher),
                   {.now = kNow, .corrected = corrected});
  };
  EXPECT_EQ(publishing(&published), std::nullopt);
  EXPECT_EQ(publishing(&retracted), std::nullopt);
  EXPECT_EQ(publishing(&superseded), Reason::kCorrectionNotPossible);
  EXPECT_EQ(publishing(nullptr), Reason::kCorrectionNotPossible);
}

// The bytes count, not the report in which they stand.
TEST(RulesTest, WhoBroughtTheBytesReviewsThemInNoReport) {
  const Record record = InLegalReview();
  const std::vector<base::ActorId> authors{base::ActorId("user/another"), kLegal.id};
  for (const Action action : {Action::kClaim, Action::kApproveLegal, Action::kReturn,
                              Action::kRefer, Action::kWithhold}) {
    EXPECT_EQ(Refused(record, Ask(record, action, kLegal), {.now = kNow, .authors = &authors}),
              Reason::kOwnReport);
  }
}

TEST(RulesTest, TheSameContentAgainChangesNothing) {
  EXPECT_TRUE(ChangesNothing(Draft(), Ask(Draft(), Action::kEdit, kDrafter), kNow));
}

TEST(RulesTest, RevokedApprovalsDoNotCount) {
  Revocations revocations;
  revocations.Add({.identity = base::ActorId("user/legal"),
                   .since = kNow,
                   .until = kNow + std::chrono::microseconds(100)});
  const Context context{.now = kNow, .revocations = &revocations};
  EXPECT_EQ(Refused(Cleared(), Ask(Cleared(), Action::kPublish, kPublisher), context),
            Reason::kApprovalNotFresh);
  const Record record = InSecrecyReview();
  EXPECT_EQ(Refused(record, Ask(record, Action::kApproveSecrecy, kSecrecy), context),
            Reason::kApprovalNotFresh);
  EXPECT_EQ(Refused(record, Ask(record, Action::kReturn, kSecrecy), context), std::nullopt)
      << "the way out";
  Revocations before;
  before.Add({.identity = base::ActorId("user/legal"),
              .since = kNow - std::chrono::microseconds(100),
              .until = kNow});
  EXPECT_EQ(Refused(Cleared(), Ask(Cleared(), Action::kPublish, kPublisher),
                    {.now = kNow, .revocations = &before}),
            std::nullopt)
      << "what was approved before or after stands";
}

TEST(RulesTest, ABotTakesNothingBack) {
  const Actor bot{.id = base::ActorId("bot/website"), .roles = Role::kPublisher};
  EXPECT_EQ(Refused(Published(), Ask(Published(), Action::kRetract, bot)),
            Reason::kBotMayNotDecide);
}

TEST(RulesTest, ALeakIsTakenBackByWhoeverReviewsSecrecy) {
  const Record published = Published();
  const auto refused = [&](const Actor& actor) {
    return Refused(published, Ask(published, Action::kReportLeak, actor));
  };
  EXPECT_EQ(refused(kSecrecy), std::nullopt) << "also by whoever approved it";
  EXPECT_EQ(refused(Person("user/drafter", Role::kSecrecyReviewer)), std::nullopt)
      << "also by whoever wrote it";
  EXPECT_EQ(refused(kPublisher), Reason::kRoleRequired);
  EXPECT_EQ(refused({.id = base::ActorId("bot/website"), .roles = Role::kSecrecyReviewer}),
            Reason::kBotMayNotDecide);
  Actor others = kSecrecy;
  others.reports_of = {"another"};
  EXPECT_EQ(refused(others), Reason::kDepartmentRequired);
  EXPECT_EQ(After(published, Action::kReportLeak, kSecrecy).state, State::kRetracted);
}

// Whoever lacks the role must not learn whether there is a report that he may not know of.
TEST(RulesTest, AHiddenReportAndNoneAreAnsweredAlike) {
  for (const Actor& actor : {Person("user/x", Role::kDrafter, "other"), kLegal, kSecrecy,
                             kPublisher, kCoHead, kSignatory, Person("user/nobody", {})}) {
    for (std::size_t i = 1; i < machine::kActionCount; ++i) {
      const auto action = static_cast<Action>(i);
      if (action == Action::kCreate ||
          (machine::IsOnlyRecorded(action) && action != Action::kSupersede)) {
        continue;
      }
      const Result<Decision> hidden = Decide(Draft(), Ask(Draft(), action, actor), {.now = kNow});
      const Result<Decision> none = Decide({}, Ask(Draft(), action, actor), {.now = kNow});
      ASSERT_FALSE(hidden || none);
      EXPECT_EQ(hidden.error().reason, Reason::kReportNotFound) << actor.id.text();
      EXPECT_EQ(hidden.error().message, none.error().message);
      EXPECT_EQ(hidden.error().metadata, none.error().metadata);
    }
  }
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

TEST(RulesTest, AQuorumCountsPeople) {
  Record twice = InLegalReview();
  twice.approvals = {{.action = Action::kApproveLegal,
                      .reviewer = base::ActorId("user/legal"),
                      .content = kContent},
                     {.action = Action::kApproveLegal,
                      .reviewer = base::ActorId("user/legal"),
                      .content = kContent},
                     {.action = Action::kApproveLegal,
                      .reviewer = base::ActorId("user/deputy"),
                      .on_behalf_of = base::ActorId("user/legal"),
                      .content = kContent}};
  Command next = Ask(twice, Action::kApproveLegal, Person("user/l2", Role::kLegalReviewer));
  next.policy.legal_quorum = 3;
  EXPECT_EQ(Decide(twice, next, {.now = kNow})->to, State::kLegalReview)
      << "one person and her deputy are one";
  next.policy.legal_quorum = 2;
  EXPECT_EQ(Decide(twice, next, {.now = kNow})->to, State::kSecrecyReview);
}

TEST(RulesTest, AReportIsCreatedOnceAndByADrafter) {
  EXPECT_EQ(Refused(Draft(), Ask(Draft(), Action::kCreate, kDrafter)), Reason::kReportExists);
  EXPECT_EQ(Refused(Published(), Ask(Published(), Action::kCreate, kDrafter)),
            Reason::kReportExists);
  const Result<Decision> refused = Decide({}, Ask({}, Action::kCreate, kLegal), {.now = kNow});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::kRoleRequired);
  EXPECT_EQ(refused.error().metadata.at("role"), "DRAFTER");
  const Result<Decision> created = Decide({}, Ask({}, Action::kCreate, kDrafter), {.now = kNow});
  ASSERT_TRUE(created);
  EXPECT_EQ(created->to, State::kDraft);
  EXPECT_EQ(created->role, Role::kDrafter);
}

TEST(RulesTest, WhatIsPermittedNowIsToldWithoutACommand) {
  const auto refused = [](const Record& record, Action action, const Actor& actor) {
    const Result<Decision> decision = Permit(record, action, actor, {}, {.now = kNow});
    return decision ? std::nullopt : std::optional(decision.error().reason);
  };
  EXPECT_EQ(refused(Draft(), Action::kSubmit, kDrafter), std::nullopt);
  EXPECT_EQ(refused(Cleared(), Action::kPublish, kPublisher), std::nullopt);
  EXPECT_EQ(refused(Draft(), Action::kClaim, kLegal), Reason::kReportNotFound);
  EXPECT_EQ(refused(Draft(), Action::kPublish, kDrafter), Reason::kRoleRequired);
  EXPECT_EQ(refused(InLegalReview(), Action::kEdit, kDrafter), Reason::kActionNotAllowed);
  EXPECT_EQ(refused(InLegalReview(), Action::kRelease, kLegal), Reason::kActionNotAllowed);
  EXPECT_EQ(Permit(Draft(), Action::kSubmit, kDrafter, {}, {.now = kNow})->to, State::kLegalReview);
}

// Whichever of the two acts, and for whom the other one acted.
TEST(RulesTest, WhoSharesAPersonWithAReviewerIsTheSame) {
  const auto person = [](std::string_view id, std::string_view for_whom = "") {
    Actor actor = Person(id, Role::kSecrecyReviewer);
    actor.on_behalf_of = base::ActorId(for_whom);
    return actor;
  };
  Record record = InSecrecyReview();
  record.approvals[0].reviewer = base::ActorId("user/deputy");
  record.approvals[0].on_behalf_of = base::ActorId("user/head");
  const auto approving = [&record](const Actor& actor) {
    return Refused(record, Ask(record, Action::kApproveSecrecy, actor));
  };
  for (const Actor& same : {person("user/deputy"), person("user/head"),
                            person("user/x", "user/deputy"), person("user/x", "user/head")}) {
    EXPECT_EQ(approving(same), Reason::kSameReviewer)
        << same.id.text() << " for " << same.on_behalf_of.text();
  }
  EXPECT_EQ(approving(person("user/x")), std::nullopt);
  EXPECT_EQ(approving(person("user/x", "user/y")), std::nullopt);
  record.approvals[0].on_behalf_of = {};
  EXPECT_EQ(approving(person("user/x")), std::nullopt) << "both act for nobody";
  EXPECT_EQ(approving(person("user/x", "user/y")), std::nullopt);
}

TEST(RulesTest, EveryEarlierApprovalIsLookedAt) {
  Record record = InLegalReview();
  for (const char* reviewer : {"user/l2", "user/legal"}) {
    record.approvals.push_back({.action = Action::kApproveLegal,
                                .reviewer = base::ActorId(reviewer),
                                .content = kContent});
  }
  Command third = Ask(record, Action::kApproveLegal, kLegal);
  third.policy.legal_quorum = 3;
  EXPECT_EQ(Refused(record, third), Reason::kAlreadyApproved);
}

TEST(RulesTest, AnApprovalCountsInItsOwnStageOnly) {
  Command first = Ask(InSecrecyReview(), Action::kApproveSecrecy, kSecrecy);
  first.policy.secrecy_quorum = 2;
  EXPECT_EQ(Decide(InSecrecyReview(), first, {.now = kNow})->to, State::kSecrecyReview);

  Command publish = Ask(Cleared(), Action::kPublish, kPublisher);
  publish.policy.secrecy_quorum = 2;
  const Result<Decision> refused = Decide(Cleared(), publish, {.now = kNow});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::kApprovalNotFresh);
  EXPECT_EQ(refused.error().metadata.at("stage"), "secrecy");
}

TEST(RulesTest, ACommandWithoutItsFactsIsRefused) {
  const auto refused = [](const Record& record, Action action, const Actor& actor) {
    Command command = Ask(record, action, actor);
    command.facts = {};
    return Refused(record, command);
  };
  for (const Action action : {Action::kRefer, Action::kWithhold, Action::kApproveLegal}) {
    EXPECT_EQ(refused(InLegalReview(), action, kLegal), Reason::kInvalidField);
  }
  EXPECT_EQ(refused(Draft(), Action::kSubmit, kDrafter), Reason::kContentIncomplete);
  EXPECT_EQ(GrantedClaim(InLegalReview(),
                         Command{.policy = {.longest_claim = std::chrono::hours(1)}}, kNow),
            std::chrono::microseconds(0));
}

TEST(RulesTest, TheAnswerOfAnAuthorityIsGiven) {
  const Record record = After(InLegalReview(), Action::kRefer, kLegal);
  Command resolve = Ask(record, Action::kResolve, kLegal);
  EXPECT_EQ(Refused(record, resolve), std::nullopt);
  resolve.comment.clear();
  EXPECT_EQ(Refused(record, resolve), Reason::kInvalidField);
}

}  // namespace
}  // namespace gongkai::ledger
