// Who endorses and signs a report, and what stands in the way without them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/workflow/ledger/reports.h"
#include "workflow/base/digest.h"
#include "workflow/base/time.h"
#include "workflow/ledger/approvals.h"
#include "workflow/ledger/rules.h"

namespace gongkai::ledger {
namespace {

using machine::Action;
using machine::Role;
using testing::ElementsAre;
using testing::IsEmpty;

// What a policy may ask for.
const ReviewPolicy kHeadEndorses{.head_endorses = true};
const ReviewPolicy kCoHeadsEndorse{.co_issuing_heads_endorse = true};
const ReviewPolicy kAllEndorse{.head_endorses = true, .co_issuing_heads_endorse = true};
const ReviewPolicy kSignatorySigns{.signatory_signs = true};

Actor OnBehalf(Actor actor, const Actor& person) {
  actor.on_behalf_of = person.id;
  return actor;
}

Actor Bot(Roles roles, std::string department) {
  return {.id = base::ActorId("bot/clever"), .department = std::move(department), .roles = roles};
}

Record Edited(const Record& record) {
  Command edit = Ask(record, Action::kEdit, kDrafter);
  edit.content = base::Sha256("another text");
  SetDetail(edit, details::OfParts({}, record.co_issuers));
  return After(record, edit);
}

Record Signed(const Record& record) { return After(record, Action::kSign, kSignatory); }

// Returns the error of a command that must be refused.
Error ErrorOf(const Record& record, const Command& command,
              const Context& context = {.now = kNow}) {
  const Result<Decision> decision = Decide(record, command, context);
  EXPECT_FALSE(decision);
  return decision ? Error{} : decision.error();
}

TEST(OpinionsTest, TheHeadsOfTheDepartmentsThatIssueADraftEndorseIt) {
  struct Row {
    const char* name;
    Actor actor;
    std::vector<std::string> co_issuers;
    std::optional<Reason> refused;
  };
  const Roles drafts = Role::kDrafter;
  const std::vector<Row> rows = {
      {"the head", kHead, {}, std::nullopt},
      {"the head, beside co-issuers", kHead, {"财政局"}, std::nullopt},
      {"a co-issuing head", kCoHead, {"审计局", "财政局"}, std::nullopt},
      {"a head of another department", kCoHead, {"审计局"}, Reason::kReportNotFound},
      {"a head who may know of it all the same",
       Person("user/x", Roles(Role::kHead) | Role::kAuditor, "教育局"),
       {"财政局"},
       Reason::kDepartmentRequired},
      {"a deputy of the head",
       OnBehalf(Person("user/deputy", Role::kHead), kHead),
       {},
       std::nullopt},
      {"a drafter", Person("user/second", drafts), {}, Reason::kRoleRequired},
      {"a co-issuer's drafter",
       Person("user/x", drafts, "财政局"),
       {"财政局"},
       Reason::kReportNotFound},
      {"an auditor", kAuditor, {}, Reason::kRoleRequired},
      {"the signatory", kSignatory, {}, Reason::kReportNotFound},
      {"a bot", Bot(Role::kHead, "办公室"), {}, Reason::kBotMayNotDecide},
      {"a co-issuer's bot", Bot(Role::kHead, "财政局"), {"财政局"}, Reason::kBotMayNotDecide},
  };
  for (const Row& row : rows) {
    const Record draft = DraftWith(row.co_issuers);
    EXPECT_EQ(Refused(draft, Ask(draft, Action::kEndorse, row.actor)), row.refused) << row.name;
  }
}

TEST(OpinionsTest, OnlyADraftIsEndorsed) {
  EXPECT_EQ(Refused({}, Ask(Draft(), Action::kEndorse, kHead)), Reason::kReportNotFound);
  for (const Record& record : {InLegalReview(), InSecrecyReview(), Cleared(), Published(), Filed(),
                               After(Draft(), Action::kWithdraw, kDrafter)}) {
    EXPECT_EQ(Refused(record, Ask(record, Action::kEndorse, kHead)), Reason::kActionNotAllowed)
        << ToString(record.state);
  }
  EXPECT_EQ(Refused(Published(), Ask(Published(), Action::kEndorse, kCoHead)),
            Reason::kDepartmentRequired)
      << "what is public is no secret";
}

TEST(OpinionsTest, OnlyAClearedReportIsSignedAndByAPersonWhoIsTheSignatory) {
  const Record cleared = Cleared();
  EXPECT_EQ(Refused(cleared, Ask(cleared, Action::kSign, kSignatory)), std::nullopt);
  EXPECT_EQ(Refused(cleared, Ask(cleared, Action::kSign, kPublisher)), Reason::kRoleRequired);
  EXPECT_EQ(Refused(cleared, Ask(cleared, Action::kSign, kHead)), Reason::kRoleRequired);
  EXPECT_EQ(Refused(cleared, Ask(cleared, Action::kSign, Bot(Role::kSignatory, "县政府"))),
            Reason::kBotMayNotDecide);
  for (const Record& early : {Draft(), InLegalReview(), InSecrecyReview()}) {
    EXPECT_EQ(Refused(early, Ask(early, Action::kSign, kSignatory)), Reason::kReportNotFound)
        << ToString(early.state);
  }
  for (const Record& late : {Published(), Filed()}) {
    EXPECT_EQ(Refused(late, Ask(late, Action::kSign, kSignatory)), Reason::kActionNotAllowed)
        << ToString(late.state);
  }
}

TEST(OpinionsTest, NobodySubmitsWhatTheyEndorsed) {
  const Roles both = Roles(Role::kDrafter) | Role::kHead;
  const Actor head = Person("user/head-too", both);
  const Record endorsed = After(Draft(), Action::kEndorse, head);
  EXPECT_EQ(Refused(endorsed, Under(kHeadEndorses, Ask(endorsed, Action::kSubmit, head))),
            Reason::kSameReviewer);
  const Actor deputy = OnBehalf(Person("user/deputy", both), head);
  EXPECT_EQ(Refused(endorsed, Under(kHeadEndorses, Ask(endorsed, Action::kSubmit, deputy))),
            Reason::kSameReviewer);
  EXPECT_EQ(Refused(endorsed, Under(kHeadEndorses, Ask(endorsed, Action::kSubmit, kDrafter))),
            std::nullopt);
}

TEST(OpinionsTest, ADepartmentIsAskedOnce) {
  const Record draft = DraftWith({"财政局", "办公室", "财政局"});
  EXPECT_THAT(MissingEndorsements(draft, kAllEndorse, nullptr), ElementsAre("办公室", "财政局"));
}

// Everybody who had a part in the text.
TEST(OpinionsTest, NobodyEndorsesOrSignsWhatTheyWrote) {
  const Roles all = Roles(Role::kDrafter) | Role::kHead | Role::kSignatory;
  const Actor author = Person("user/author", all);
  const Actor for_author = OnBehalf(Person("user/deputy", all), author);
  Actor bot_of_author = OnBehalf(Bot(Role::kDrafter, "办公室"), author);
  for (const Actor& writer : {author, for_author, bot_of_author}) {
    const Record draft = After(After(Draft(), Action::kEdit, writer), Action::kEdit, kDrafter);
    Record cleared = After(draft, Action::kSubmit, kDrafter);
    cleared = After(cleared, Action::kApproveLegal, kLegal);
    cleared = After(cleared, Action::kApproveSecrecy, kSecrecy);
    for (const Actor& agrees : {author, for_author}) {
      EXPECT_EQ(Refused(draft, Ask(draft, Action::kEndorse, agrees)), Reason::kOwnReport)
          << writer.id.text() << " wrote, " << agrees.id.text() << " endorses";
      EXPECT_EQ(Refused(cleared, Ask(cleared, Action::kSign, agrees)), Reason::kOwnReport)
          << writer.id.text() << " wrote, " << agrees.id.text() << " signs";
    }
  }
  const std::vector<base::ActorId> authors{kHead.id, kSignatory.id};
  const Context brought{.now = kNow, .authors = &authors};
  EXPECT_EQ(Refused(Draft(), Ask(Draft(), Action::kEndorse, kHead), brought), Reason::kOwnReport)
      << "the bytes count, not the report in which they stand";
  EXPECT_EQ(Refused(Cleared(), Ask(Cleared(), Action::kSign, kSignatory), brought),
            Reason::kOwnReport);
}

TEST(OpinionsTest, WhoEndorsedTakesNoOtherPart) {
  const Roles all =
      Roles(Role::kHead) | Role::kLegalReviewer | Role::kSecrecyReviewer | Role::kSignatory;
  const Actor head = Person("user/head", all);
  const Record endorsed = After(Draft(), Action::kEndorse, head);
  const Record legal = After(endorsed, Action::kSubmit, kDrafter);
  const Record secrecy = After(legal, Action::kApproveLegal, kLegal);
  const Record cleared = After(secrecy, Action::kApproveSecrecy, kSecrecy);
  for (const Actor& same : {head, OnBehalf(Person("user/deputy", all), head)}) {
    EXPECT_EQ(Refused(endorsed, Ask(endorsed, Action::kEndorse, same)), Reason::kAlreadyApproved);
    for (const Action action : {Action::kClaim, Action::kApproveLegal}) {
      EXPECT_EQ(Refused(legal, Ask(legal, action, same)), Reason::kSameReviewer);
    }
    for (const Action action : {Action::kClaim, Action::kApproveSecrecy}) {
      EXPECT_EQ(Refused(secrecy, Ask(secrecy, action, same)), Reason::kSameReviewer);
    }
    EXPECT_EQ(Refused(cleared, Ask(cleared, Action::kSign, same)), Reason::kSameReviewer);
  }
  const Record edited = Edited(endorsed);
  EXPECT_EQ(Refused(edited, Ask(edited, Action::kEndorse, head)), std::nullopt)
      << "it is another content";
}

TEST(OpinionsTest, WhoReviewedDoesNotSignAndNobodySignsTwice) {
  const Record cleared = Cleared();
  for (const char* reviewer : {"user/legal", "user/secrecy"}) {
    const Actor same = Person(reviewer, Role::kSignatory, "县政府");
    EXPECT_EQ(Refused(cleared, Ask(cleared, Action::kSign, same)), Reason::kSameReviewer)
        << reviewer;
  }
  const Record signed_record = Signed(cleared);
  EXPECT_EQ(Refused(signed_record, Ask(signed_record, Action::kSign, kSignatory)),
            Reason::kAlreadyApproved);
  EXPECT_EQ(Refused(signed_record, Ask(signed_record, Action::kSign,
                                       Person("user/mayor", Role::kSignatory, "县政府"))),
            std::nullopt);
}

TEST(OpinionsTest, WhatWouldNotCountIsNotGiven) {
  Revocations revocations;
  for (const Actor& actor : {kHead, kSignatory}) {
    revocations.Add({.identity = actor.id, .since = kNow});
  }
  const Context context{.now = kNow, .revocations = &revocations};
  const Record draft = Draft();
  EXPECT_EQ(Refused(draft, Ask(draft, Action::kEndorse, kHead), context),
            Reason::kApprovalNotFresh);
  EXPECT_EQ(
      Refused(draft,
              Ask(draft, Action::kEndorse, OnBehalf(Person("user/deputy", Role::kHead), kHead)),
              context),
      Reason::kApprovalNotFresh);
  EXPECT_EQ(Refused(Cleared(), Ask(Cleared(), Action::kSign, kSignatory), context),
            Reason::kApprovalNotFresh);
}

TEST(OpinionsTest, ArgumentsOfAnEndorsementAndOfASignatureAreNamed) {
  const auto field = [](const Record& record, Action action, const Actor& actor, auto change) {
    Command command = Ask(record, action, actor);
    change(command);
    const Error error = ErrorOf(record, command);
    EXPECT_EQ(error.reason, Reason::kInvalidField);
    return error.metadata.at("field");
  };
  const auto no_comment = [](Command& command) { command.comment.clear(); };
  const auto no_content = [](Command& command) { command.content.reset(); };
  const auto deciding = [](const std::string& detail) {
    return [detail](Command& command) { SetDetail(command, detail); };
  };
  EXPECT_EQ(field(Draft(), Action::kEndorse, kHead, no_comment), "comment");
  EXPECT_EQ(field(Draft(), Action::kEndorse, kHead, no_content), "content_sha256");
  const Record cleared = Cleared();
  EXPECT_EQ(field(cleared, Action::kSign, kSignatory, no_comment), "comment");
  EXPECT_EQ(field(cleared, Action::kSign, kSignatory, no_content), "content_sha256");
  EXPECT_EQ(field(cleared, Action::kSign, kSignatory, deciding("")), "decision.attribute");
  EXPECT_EQ(field(cleared, Action::kSign, kSignatory, [](Command& command) { command.facts = {}; }),
            "decision.attribute");
  EXPECT_EQ(field(cleared, Action::kSign, kSignatory,
                  deciding(details::OfSignature(Disclosure::kNone, "理由"))),
            "decision.attribute");
  EXPECT_EQ(field(cleared, Action::kSign, kSignatory,
                  deciding(details::OfSignature(Disclosure::kOnRequest))),
            "decision.reason");
  EXPECT_EQ(field(cleared, Action::kSign, kSignatory,
                  deciding(details::OfSignature(Disclosure::kNotDisclosed, "理由"))),
            "decision.ground");
  EXPECT_EQ(field(cleared, Action::kSign, kSignatory,
                  deciding(details::OfSignature(Disclosure::kActive, "", 1))),
            "decision.ground");
}

TEST(OpinionsTest, ExactlyTheContentThatWasReadIsEndorsedAndSigned) {
  Command endorse = Ask(Draft(), Action::kEndorse, kHead);
  endorse.content = base::Sha256("the content before");
  EXPECT_EQ(Refused(Draft(), endorse), Reason::kContentChanged);
  Command sign = Ask(Cleared(), Action::kSign, kSignatory);
  sign.content = base::Sha256("the content before");
  EXPECT_EQ(Refused(Cleared(), sign), Reason::kContentChanged);
}

TEST(OpinionsTest, NothingIsSignedWhoseApprovalsDoNotCount) {
  Record swapped = Cleared();
  swapped.content = base::Sha256("swapped after the approvals");
  EXPECT_EQ(Refused(swapped, Ask(swapped, Action::kSign, kSignatory)), Reason::kApprovalNotFresh);
  for (const auto& [legal, secrecy, stage] :
       {std::tuple(2, 1, "legal"), std::tuple(1, 2, "secrecy")}) {
    const ReviewPolicy policy{.legal_quorum = legal, .secrecy_quorum = secrecy};
    const Error error =
        ErrorOf(Cleared(), Under(policy, Ask(Cleared(), Action::kSign, kSignatory)));
    EXPECT_EQ(error.reason, Reason::kApprovalNotFresh);
    EXPECT_EQ(error.metadata.at("stage"), stage);
  }
  for (const char* reviewer : {"user/legal", "user/secrecy"}) {
    Revocations revocations;
    revocations.Add({.identity = base::ActorId(reviewer), .since = kNow});
    EXPECT_EQ(Refused(Cleared(), Ask(Cleared(), Action::kSign, kSignatory),
                      {.now = kNow, .revocations = &revocations}),
              Reason::kApprovalNotFresh)
        << reviewer;
  }
}

TEST(OpinionsTest, WithoutTheEndorsementsThatThePolicyAsksForNothingIsSubmitted) {
  const Record draft = DraftWith({"财政局"});
  const Record by_head = After(draft, Action::kEndorse, kHead);
  const Record by_co_head = After(draft, Action::kEndorse, kCoHead);
  const Record by_both = After(by_head, Action::kEndorse, kCoHead);
  struct Row {
    const char* name;
    Record record;
    ReviewPolicy policy;
    std::vector<std::string> missing;
  };
  const std::vector<Row> rows = {
      {"nobody, of whom nobody is asked", draft, {}, {}},
      {"nobody", draft, kHeadEndorses, {"办公室"}},
      {"nobody", draft, kCoHeadsEndorse, {"财政局"}},
      {"nobody", draft, kAllEndorse, {"办公室", "财政局"}},
      {"the head", by_head, kHeadEndorses, {}},
      {"the head", by_head, kCoHeadsEndorse, {"财政局"}},
      {"the head", by_head, kAllEndorse, {"财政局"}},
      {"the co-issuing head", by_co_head, kHeadEndorses, {"办公室"}},
      {"the co-issuing head", by_co_head, kCoHeadsEndorse, {}},
      {"the co-issuing head", by_co_head, kAllEndorse, {"办公室"}},
      {"both", by_both, kAllEndorse, {}},
      {"both, before an edit", Edited(by_both), kAllEndorse, {"办公室", "财政局"}},
      {"both, before a return",
       After(After(by_both, Action::kSubmit, kDrafter), Action::kReturn, kLegal),
       kAllEndorse,
       {"办公室", "财政局"}},
      {"the head, of a report of one department",
       After(Draft(), Action::kEndorse, kHead),
       kAllEndorse,
       {}},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(MissingEndorsements(row.record, row.policy, nullptr), row.missing) << row.name;
    const Command submit = Under(row.policy, Ask(row.record, Action::kSubmit, kDrafter));
    if (row.missing.empty()) {
      EXPECT_EQ(Refused(row.record, submit), std::nullopt) << row.name;
      continue;
    }
    const Error error = ErrorOf(row.record, submit);
    EXPECT_EQ(error.reason, Reason::kApprovalNotFresh) << row.name;
    EXPECT_EQ(error.metadata.at("stage"), "endorsement") << row.name;
    EXPECT_EQ(error.metadata.at("department"), row.missing.front()) << row.name;
  }
}

TEST(OpinionsTest, AnEndorsementThatIsRevokedOrOfAnotherContentDoesNotCount) {
  Record endorsed = After(DraftWith({"财政局"}), Action::kEndorse, kHead);
  endorsed = After(endorsed, Action::kEndorse,
                   OnBehalf(Person("user/deputy", Role::kHead, "财政局"), kCoHead));
  const Command submit = Under(kAllEndorse, Ask(endorsed, Action::kSubmit, kDrafter));
  EXPECT_EQ(Refused(endorsed, submit), std::nullopt);
  const auto missing_without = [&](const char* identity) {
    Revocations revocations;
    revocations.Add({.identity = base::ActorId(identity), .since = kNow});
    const Context context{.now = kNow, .revocations = &revocations};
    EXPECT_EQ(Refused(endorsed, submit, context).has_value(),
              !MissingEndorsements(endorsed, kAllEndorse, &revocations).empty());
    return MissingEndorsements(endorsed, kAllEndorse, &revocations);
  };
  EXPECT_THAT(missing_without("user/head"), ElementsAre("办公室"));
  EXPECT_THAT(missing_without("user/deputy"), ElementsAre("财政局"));
  EXPECT_THAT(missing_without("user/co-head"), ElementsAre("财政局"))
      << "for whom the deputy acted";
  EXPECT_THAT(missing_without("user/legal"), IsEmpty());

  // After a revocation another head of the department may endorse.
  Revocations revocations;
  revocations.Add({.identity = kHead.id, .since = kNow});
  const Record again = After(endorsed, Action::kEndorse, Person("user/new-head", Role::kHead));
  EXPECT_THAT(MissingEndorsements(again, kAllEndorse, &revocations), IsEmpty());

  for (Approval& approval : endorsed.approvals) approval.content = base::Sha256("another text");
  EXPECT_THAT(MissingEndorsements(endorsed, kAllEndorse, nullptr), ElementsAre("办公室", "财政局"));
}

TEST(OpinionsTest, WithoutTheSignatureThatThePolicyAsksForNothingIsPublishedOrFiled) {
  for (const auto& [cleared, action] :
       {std::pair(Cleared(), Action::kPublish),
        std::pair(ClearedFor(Disclosure::kNotDisclosed), Action::kFile)}) {
    const auto ask = [&action = action](const Record& record) {
      return Under(kSignatorySigns, Ask(record, action, kPublisher));
    };
    const Error error = ErrorOf(cleared, ask(cleared));
    EXPECT_EQ(error.reason, Reason::kApprovalNotFresh);
    EXPECT_EQ(error.metadata.at("stage"), "signature");

    Record signed_record = Signed(cleared);
    EXPECT_EQ(Refused(signed_record, ask(signed_record)), std::nullopt);
    Revocations revocations;
    revocations.Add({.identity = kSignatory.id, .since = kNow});
    EXPECT_EQ(
        Refused(signed_record, ask(signed_record), {.now = kNow, .revocations = &revocations}),
        Reason::kApprovalNotFresh);
    signed_record.approvals.back().content = base::Sha256("another text");
    EXPECT_EQ(Refused(signed_record, ask(signed_record)), Reason::kApprovalNotFresh);
    EXPECT_EQ(Refused(cleared, Ask(cleared, action, kPublisher)), std::nullopt)
        << "where the policy asks for none";
  }
}

// One secrecy reviewer says that it is not public, and the quorum asks for another.
TEST(OpinionsTest, AnEndorsementThatIsRevokedLaterIsMissedWhenTheReportIsPublished) {
  Record record = After(Draft(), Action::kEndorse, kHead);
  record = After(record, Action::kSubmit, kDrafter);
  record = After(record, Action::kApproveLegal, kLegal);
  record = After(record, Action::kApproveSecrecy, kSecrecy);
  Revocations revocations;
  revocations.Add({.identity = kHead.id, .since = kNow});
  const Context context{.now = kNow, .revocations = &revocations};
  EXPECT_EQ(Refused(record, Ask(record, Action::kPublish, kPublisher)), std::nullopt);
  EXPECT_EQ(Refused(record, Ask(record, Action::kPublish, kPublisher), context),
            Reason::kApprovalNotFresh);
  EXPECT_EQ(Refused(record, Ask(record, Action::kReturn, kPublisher), context), std::nullopt)
      << "the way out";
}

}  // namespace
}  // namespace gongkai::ledger
