// Who may review what, and whose approvals count, across reports and restarts.
#include <string>
#include <vector>

#include "tests/conformance/ledger_fixture.h"
#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"
#include "workflow/error/errors.h"
#include "workflow/ledger/authorship.h"

namespace gongkai::conformance {
namespace {

using ledger::Command;
using ledger::kDrafter;
using ledger::kLegal;
using ledger::kPublisher;
using ledger::kSecrecy;
using machine::Action;
using machine::State;

class ReviewersTest : public ConformanceTest {};
INSTANTIATE_TEST_SUITE_P(Every, ReviewersTest, testing::ValuesIn(kEngines), NameOfEngine);

TEST_P(ReviewersTest, WhoBroughtTheBytesReviewsThemInNoReport) {
  using machine::Role;
  const machine::Roles both = machine::Roles(Role::kDrafter) | Role::kLegalReviewer;
  const machine::Actor one = ledger::Person("user/one", both);
  // One files a text and withdraws it; a colleague files the same text.
  Do("first", Action::kCreate, one);
  Do("first", Action::kWithdraw, one);
  Do("second", Action::kCreate, kDrafter);
  Do("second", Action::kSubmit, kDrafter);
  EXPECT_EQ(Apply(Ask("second", Action::kApproveLegal, one)).error().reason, Reason::kOwnReport);
  EXPECT_TRUE(ledger::IsOneOf(AuthorsOf(*log_, *log_->FindRecord(base::ReportId("second"))), one));
  Do("second", Action::kClaim, kLegal);

  // Another brings the bytes while they are in review, and the answer that was remembered changes.
  const machine::Actor late = ledger::Person("user/late", both);
  Do("second", Action::kRelease, kLegal);
  EXPECT_TRUE(Check(Ask("second", Action::kApproveLegal, late)));
  Command other = Ask("third", Action::kCreate, late);
  other.content = base::Sha256("another title");  // the same text, as its part says
  ASSERT_TRUE(Apply(other));
  EXPECT_EQ(Check(Ask("second", Action::kApproveLegal, late)).error().reason, Reason::kOwnReport);
}

TEST_P(ReviewersTest, TheAuthorOfAReportReviewsNoCorrectionOfIt) {
  using machine::Role;
  const machine::Actor author =
      ledger::Person("user/author", machine::Roles(Role::kDrafter) | Role::kLegalReviewer);
  Do("old", Action::kCreate, author);
  Do("old", Action::kSubmit, kDrafter);
  Do("old", Action::kApproveLegal, kLegal);
  Do("old", Action::kApproveSecrecy, kSecrecy);
  Do("old", Action::kPublish, kPublisher);
  Command create = Ask("new", Action::kCreate, kDrafter);
  create.corrects = base::ReportId("old");
  create.content = base::Sha256("not one byte of the old");
  ledger::SetDetail(create, ledger::details::OfParts({base::Sha256("new text")}));
  ASSERT_TRUE(Apply(create));
  Do("new", Action::kSubmit, kDrafter);
  EXPECT_EQ(Apply(Ask("new", Action::kApproveLegal, author)).error().reason, Reason::kOwnReport);
}

TEST_P(ReviewersTest, WhoBroughtBytesOfAReportReviewsNoCorrectionOfIt) {
  using machine::Role;
  const machine::Actor one =
      ledger::Person("user/one", machine::Roles(Role::kDrafter) | Role::kLegalReviewer);
  // The same text in a report of another name: the author of the bytes wrote no part of "old".
  Do("elsewhere", Action::kCreate, one);
  Publish("old");
  Command create = Ask("new", Action::kCreate, kDrafter);
  create.corrects = base::ReportId("old");
  create.content = base::Sha256("not one byte of the old");
  ledger::SetDetail(create, ledger::details::OfParts({base::Sha256("new text")}));
  ASSERT_TRUE(Apply(create));
  Do("new", Action::kSubmit, kDrafter);
  EXPECT_EQ(Apply(Ask("new", Action::kApproveLegal, one)).error().reason, Reason::kOwnReport);
  EXPECT_TRUE(ledger::IsOneOf(AuthorsOf(*log_, *log_->FindRecord(base::ReportId("new"))), one));
}

TEST_P(ReviewersTest, ARetractedReportHasOneCorrection) {
  Publish("old");
  Command first = Ask("first", Action::kCreate, kDrafter);
  first.corrects = base::ReportId("old");
  ASSERT_TRUE(Apply(first));
  Do("old", Action::kRetract, kPublisher);
  Do("first", Action::kSubmit, kDrafter);
  Do("first", Action::kApproveLegal, kLegal);
  Do("first", Action::kApproveSecrecy, kSecrecy);
  Do("first", Action::kPublish, kPublisher);
  Command second = Ask("second", Action::kCreate, kDrafter);
  second.corrects = base::ReportId("old");
  EXPECT_EQ(Apply(second).error().reason, Reason::kCorrectionNotPossible);
  second.corrects = base::ReportId("first");
  EXPECT_TRUE(Apply(second));
}

TEST_P(ReviewersTest, OfTwoCorrectionsTheSecondIsRefusedWhenItIsCreated) {
  Publish("old");
  Command first = Ask("first", Action::kCreate, kDrafter);
  first.corrects = base::ReportId("old");
  ASSERT_TRUE(Apply(first));
  Command second = Ask("second", Action::kCreate, kDrafter);
  second.corrects = base::ReportId("old");
  EXPECT_EQ(Apply(second).error().reason, Reason::kCorrectionNotPossible);
  Do("first", Action::kWithdraw, kDrafter);
  EXPECT_TRUE(Apply(second)) << "the first is given up";
}

TEST_P(ReviewersTest, ACorrectionThatWasFiledGoesOnOnlyIfThereIsNoOther) {
  const base::ReportId old("old");
  Publish("old");
  ClearOnRequest("first", "old");
  Do("first", Action::kFile, kPublisher);
  EXPECT_EQ(log_->FindCorrection(old, base::ReportId("x")), std::nullopt);
  Command second = Ask("second", Action::kCreate, kDrafter);
  second.corrects = old;
  EXPECT_TRUE(Apply(second)) << "the first stands in nobody's way";
  EXPECT_EQ(log_->FindCorrection(old, base::ReportId("x")), base::ReportId("second"));
  EXPECT_EQ(log_->FindCorrection(old, base::ReportId("second")), std::nullopt);
  Do("first", Action::kReassess, kPublisher);
  const Command submit = Ask("first", Action::kSubmit, kDrafter);
  EXPECT_EQ(Apply(submit).error().reason, Reason::kCorrectionNotPossible);
  EXPECT_EQ(Apply(Ask("second", Action::kSubmit, kDrafter)).error().reason,
            Reason::kCorrectionNotPossible)
      << "the department gives one up";
  Do("second", Action::kWithdraw, kDrafter);
  EXPECT_TRUE(Apply(submit));
  ExpectLogIsSound(*log_, WholeLog());
}

// Commands of one batch see each other.
TEST_P(ReviewersTest, OfTwoCorrectionsInOneBatchTheSecondIsRefused) {
  Publish("old");
  for (int time = 0; time < 20; ++time) {
    std::vector<std::promise<Result<ledger::Outcome>>> answers(20);
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const std::string name = "of-" + std::to_string(time) + "-" + std::to_string(i);
      Command create = Ask(name, Action::kCreate, kDrafter);
      create.corrects = base::ReportId("old");
      ASSERT_TRUE(ledger_->Apply(create, [&answer = answers[i]](Result<ledger::Outcome> result) {
        answer.set_value(std::move(result));
      }));
    }
    std::vector<base::ReportId> created;
    for (auto& answer : answers) {
      const Result<ledger::Outcome> outcome = answer.get_future().get();
      if (outcome) created.push_back(outcome->record.id);
    }
    ASSERT_EQ(created.size(), 1U);
    Do(created.front().text(), Action::kWithdraw, kDrafter);
  }
}

TEST_P(ReviewersTest, ARetractedReportsCorrectionIsPublished) {
  Publish("old");
  Command create = Ask("new", Action::kCreate, kDrafter);
  create.corrects = base::ReportId("old");
  ASSERT_TRUE(Apply(create));
  Do("new", Action::kSubmit, kDrafter);
  Do("old", Action::kRetract, kPublisher);
  Do("new", Action::kApproveLegal, kLegal);
  Do("new", Action::kApproveSecrecy, kSecrecy);
  EXPECT_EQ(Do("new", Action::kPublish, kPublisher).state, State::kPublished);
  EXPECT_EQ(log_->FindRecord(base::ReportId("old"))->state, State::kRetracted);
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_P(ReviewersTest, ACorrectionSupersedesInTheCommitThatPublishesIt) {
  Publish("annual-2021");
  Command create = Ask("annual-2021b", Action::kCreate, kDrafter);
  create.corrects = base::ReportId("annual-2021");
  ASSERT_TRUE(Apply(create));
  Do("annual-2021b", Action::kSubmit, kDrafter);
  Do("annual-2021b", Action::kApproveLegal, kLegal);
  Do("annual-2021b", Action::kApproveSecrecy, kSecrecy);
  EXPECT_EQ(log_->FindRecord(base::ReportId("annual-2021"))->state, State::kPublished)
      << "public until then";
  Do("annual-2021b", Action::kPublish, kPublisher);
  EXPECT_EQ(log_->FindRecord(base::ReportId("annual-2021"))->state, State::kSuperseded);
  EXPECT_EQ(log_->FindRecord(base::ReportId("annual-2021"))->superseded_by,
            base::ReportId("annual-2021b"));
  const auto correction = log_->FindRecord(base::ReportId("annual-2021b"));
  EXPECT_EQ(log_->FindRecordAt(base::ReportId("annual-2021b"), correction->head), correction)
      << "with the authors of what it corrects";
  EXPECT_EQ(log_->FindRecordAt(base::ReportId("annual-2021b"), base::EntryIndex{4}), std::nullopt)
      << "it was not there yet";
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_P(ReviewersTest, ARevocationIsAFactOfTheLogAndVoidsApprovalsAfterARestartToo) {
  Do("annual-2021", Action::kCreate, kDrafter);
  Do("annual-2021", Action::kSubmit, kDrafter);
  Do("annual-2021", Action::kApproveLegal, kLegal);
  Do("annual-2021", Action::kApproveSecrecy, kSecrecy);
  const ledger::Revocation revocation{.identity = base::ActorId("user/legal"),
                                      .since = ledger::kNow};
  ASSERT_TRUE(Revoke(revocation));
  ASSERT_TRUE(KeepPolicy()) << "it is there";
  EXPECT_EQ(WholeLog().size(), 6U) << "with the policy that says it";
  EXPECT_EQ(WholeLog().back().entry.subject.Name(), "policy");
  for (int restart = 0; restart < 2; ++restart) {
    EXPECT_EQ(Apply(Ask("annual-2021", Action::kPublish, kPublisher)).error().reason,
              Reason::kApprovalNotFresh);
    Close();
    Open();
  }
  EXPECT_TRUE(log_->LoadRevocations().Has(revocation));
}

// Whatever waits before it is recorded: a policy is in force as a whole.
TEST_P(ReviewersTest, ARevocationIsInForceWithThePolicyThatSaysIt) {
  Do("annual-2021", Action::kCreate, kDrafter);
  Do("annual-2021", Action::kSubmit, kDrafter);
  Do("annual-2021", Action::kApproveLegal, kLegal);
  Do("annual-2021", Action::kApproveSecrecy, kSecrecy);
  for (int i = 0; i < 500; ++i) {
    revocations_.push_back(
        {.identity = base::ActorId("user/a-" + std::to_string(i)), .since = base::FromMicros(1)});
  }
  revocations_.push_back({.identity = kSecrecy.id, .since = ledger::kNow});
  policy_ = "revoked: many\n";
  const auto checked = Check(Ask("annual-2021", Action::kPublish, kPublisher));
  ASSERT_FALSE(checked) << "also of a dry run, before it is recorded";
  EXPECT_EQ(WholeLog().size(), 4U);
  EXPECT_EQ(Apply(Ask("annual-2021", Action::kPublish, kPublisher)).error().reason,
            Reason::kApprovalNotFresh);
  const auto entries = WholeLog();
  ASSERT_EQ(entries.size(), 4U + 1 + 501 + 1);
  EXPECT_EQ(entries[4].entry.action, Action::kSetPolicy);
  EXPECT_EQ(entries[505].entry.action, Action::kRevoke);
  EXPECT_EQ(entries[506].entry.action, Action::kDenied);
}

// What was never recorded, as on a full disk, binds nobody once the policy does not say it any more.
TEST_P(ReviewersTest, ARevocationThatWasTakenBackBeforeItWasRecordedIsNone) {
  Do("annual-2021", Action::kCreate, kDrafter);
  Do("annual-2021", Action::kSubmit, kDrafter);
  policy_ = "revoked\n";
  revocations_ = {{.identity = kLegal.id, .since = base::FromMicros(1)}};
  EXPECT_FALSE(Check(Ask("annual-2021", Action::kApproveLegal, kLegal)));
  policy_ = "not revoked\n";
  revocations_.clear();
  EXPECT_TRUE(Apply(Ask("annual-2021", Action::kApproveLegal, kLegal)));
  EXPECT_EQ(log_->LoadRevocations().IsRevoked(kLegal.id, ledger::kNow), false);
}

// The policy may give the role again; the revocation stays a fact of the log.
TEST_P(ReviewersTest, WhatWouldNotCountIsNotApproved) {
  Do("annual-2021", Action::kCreate, kDrafter);
  Do("annual-2021", Action::kSubmit, kDrafter);
  ASSERT_TRUE(Revoke({.identity = kLegal.id, .since = base::FromMicros(1), .until = ledger::kNow}));
  Do("annual-2021", Action::kClaim, kLegal);
  Do("annual-2021", Action::kRelease, kLegal);
  ASSERT_TRUE(Revoke({.identity = kLegal.id, .since = ledger::kNow}));
  for (const Action action : {Action::kClaim, Action::kApproveLegal}) {
    const auto refused = Apply(Ask("annual-2021", action, kLegal));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, Reason::kApprovalNotFresh);
    EXPECT_NE(refused.error().message.find("would not count"), std::string::npos);
  }
  machine::Actor deputy = kLegal;
  deputy.id = base::ActorId("user/deputy");
  deputy.on_behalf_of = kLegal.id;
  EXPECT_FALSE(Apply(Ask("annual-2021", Action::kApproveLegal, deputy)));
  deputy.on_behalf_of = {};
  EXPECT_TRUE(Apply(Ask("annual-2021", Action::kApproveLegal, deputy)));
}

TEST_P(ReviewersTest, TheClaimOfWhoIsStruckFromThePolicyEnds) {
  Do("annual-2021", Action::kCreate, kDrafter);
  Do("annual-2021", Action::kSubmit, kDrafter);
  Do("annual-2021", Action::kClaim, ledger::Person("user/gone", machine::Role::kLegalReviewer));
  EXPECT_EQ(Check(Ask("annual-2021", Action::kApproveLegal, kLegal)).error().reason,
            Reason::kClaimedByAnother);
  limited_to_ = {"水利局"};
  EXPECT_TRUE(Check(Ask("annual-2021", Action::kApproveLegal, kLegal)))
      << "who decides on the reports of others now";
  limited_to_.clear();
  struck_ = base::ActorId("user/gone");
  EXPECT_TRUE(Check(Ask("annual-2021", Action::kApproveLegal, kLegal)));
}

}  // namespace
}  // namespace gongkai::conformance
