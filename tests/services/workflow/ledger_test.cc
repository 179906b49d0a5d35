// The ledger's promises, on a real file.
#include <algorithm>
#include <latch>
#include <map>
#include <set>
#include <thread>

#include "services/workflow/proofs.h"
#include "tests/services/workflow/ledger_fixture.h"
#include "workflow/error/errors.h"
#include "workflow/ledger/denials.h"
#include "workflow/machine/table.h"

namespace gongkai::workflow {
namespace {

using ledger::Command;
using ledger::kDrafter;
using ledger::kLegal;
using ledger::kPublisher;
using ledger::kSecrecy;
using machine::Action;
using machine::State;

constexpr char kId[] = "0190b2f0-1111-7000-8000-000000000001";

class LedgerTest : public LedgerFixture {};

// What every entry of the log says must hold of the whole: chains
// are dense, states follow each other, each row of the table allowed it; and the rows are the
// folds.
void ExpectLogIsSound(LogReader& log, const std::vector<ledger::Sealed>& entries) {
  std::map<std::string, ledger::Record> folded;
  std::uint64_t index = 0;
  for (const ledger::Sealed& sealed : entries) {
    const ledger::Entry& entry = sealed.entry;
    EXPECT_EQ(entry.index, index++);
    ledger::Record& record = folded[entry.subject.id];
    EXPECT_EQ(entry.from, record.state);
    EXPECT_EQ(entry.previous,
              record.sequence == 0 ? std::nullopt : std::optional(record.head_hash));
    if (entry.action == Action::kDenied) {
      EXPECT_EQ(entry.to, entry.from);
      continue;
    }
    EXPECT_EQ(entry.sequence, record.sequence + 1);
    const machine::Transition* row = machine::Find(entry.from, entry.action);
    ASSERT_NE(row, nullptr);
    EXPECT_TRUE(entry.to == row->to || entry.to == row->from);
    EXPECT_EQ(entry.role, row->role);
    Fold(record, entry, sealed.hash, entry.related ? &folded[entry.related->id] : nullptr);
  }
  for (const auto& [id, record] : folded) {
    if (record.sequence > 0) {
      EXPECT_EQ(log.FindRecord(id), record) << id;
    }
  }
}

TEST_F(LedgerTest, TakesAReportToPublication) {
  Publish("annual-2021");
  EXPECT_EQ(log_->FindRecord("annual-2021")->state, State::kPublished);
  EXPECT_EQ(committed_, 5U);
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_F(LedgerTest, EveryRowIsTheFoldOfItsEntriesAfterARestart) {
  for (const char* report : {"report-a", "report-b", "report-c"}) Publish(report);
  Do("report-b", Action::kRetract, kPublisher);
  (void)Apply(Ask("report-a", Action::kPublish, kPublisher));
  Close();
  Open();
  ExpectLogIsSound(*log_, WholeLog());
  Do("report-a", Action::kRetract, kPublisher);
  ExpectLogIsSound(*log_, WholeLog());
}

// With digests that are no text, and that hold what separates the parts of a list.
TEST_F(LedgerTest, ARowTellsAnEarlierContentFromTheOneThereIs) {
  merkle::Hash edited;
  edited.fill('\n');
  Do("annual-2021", Action::kCreate, kDrafter);
  Do("annual-2021", Action::kSubmit, kDrafter);
  Do("annual-2021", Action::kApproveLegal, kLegal);
  Do("annual-2021", Action::kReturn, kSecrecy);
  Command edit = Ask("annual-2021", Action::kEdit, kDrafter);
  const merkle::Hash before = *edit.content;
  edit.content = edited;
  ASSERT_TRUE(Apply(std::move(edit)));
  const ledger::Record record = *log_->FindRecord("annual-2021");
  EXPECT_EQ(record.content, edited);
  EXPECT_EQ(record.submitted, before);
  EXPECT_EQ(record.passed, before);
  ExpectLogIsSound(*log_, WholeLog());

  Do("annual-2021", Action::kSubmit, kDrafter);
  Do("annual-2021", Action::kApproveLegal, kLegal);
  EXPECT_EQ(log_->FindRecord("annual-2021")->passed, edited);
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_F(LedgerTest, ARequestSentAgainGetsTheFirstAnswerEvenAfterARestart) {
  Command create = Ask("annual-2021", Action::kCreate, kDrafter);
  create.request_id = kId;
  const Result<ledger::Outcome> first = Apply(create);
  ASSERT_TRUE(first);
  Do("annual-2021", Action::kSubmit, kDrafter);

  for (int restart = 0; restart < 2; ++restart) {
    const Result<ledger::Outcome> again = Apply(create);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_TRUE(again->replayed);
    EXPECT_EQ(again->record, first->record) << "not as it stands now, but as it was answered";
    EXPECT_EQ(again->position, first->position);
    EXPECT_EQ(again->hash, first->hash);
    Close();
    Open();
  }
  EXPECT_EQ(WholeLog().size(), 2U);
}

TEST_F(LedgerTest, ARequestIdIsForOneRequest) {
  Command create = Ask("annual-2021", Action::kCreate, kDrafter);
  create.request_id = kId;
  ASSERT_TRUE(Apply(create));

  Command other = create;
  other.request = merkle::Sha256("something else");
  EXPECT_EQ(Apply(other).error().reason, Reason::kRequestIdReused);
  Command elsewhere = Ask("annual-2022", Action::kCreate, kDrafter);
  elsewhere.request_id = kId;
  EXPECT_EQ(Apply(elsewhere).error().reason, Reason::kRequestIdReused);
  EXPECT_FALSE(log_->FindRecord("annual-2022"));

  Command anothers =
      Ask("annual-2023", Action::kCreate, ledger::Person("user/other", machine::Role::kDrafter));
  anothers.request_id = kId;
  EXPECT_TRUE(Apply(anothers)) << "ids are each caller's own";
}

TEST_F(LedgerTest, TheSameRequestTwiceAtOnceIsDoneOnce) {
  Command create = Ask("annual-2021", Action::kCreate, kDrafter);
  create.request_id = kId;
  std::vector<std::promise<Result<ledger::Outcome>>> answers(8);
  for (auto& answer : answers) {
    ASSERT_TRUE(ledger_->Apply(create, [&answer](Result<ledger::Outcome> result) {
      answer.set_value(std::move(result));
    }));
  }
  int done = 0;
  for (auto& answer : answers) done += answer.get_future().get()->replayed ? 0 : 1;
  EXPECT_EQ(done, 1);
  EXPECT_EQ(WholeLog().size(), 1U);
}

TEST_F(LedgerTest, ARefusedRequestMayBeSentAgain) {
  Command submit = Ask("annual-2021", Action::kSubmit, kDrafter);
  submit.content = ledger::kContent;
  submit.request_id = kId;
  EXPECT_EQ(Apply(submit).error().reason, Reason::kReportNotFound);
  Do("annual-2021", Action::kCreate, kDrafter);
  EXPECT_TRUE(Apply(submit));
}

TEST_F(LedgerTest, WhatIsRefusedOutsideIsRecorded) {
  Command create = Ask("annual-2021", Action::kCreate, kDrafter);
  create.request_id = kId;
  ASSERT_TRUE(Apply(create));
  const Error refusal = errors::ServiceOnly(kDrafter.id, "ApplyAction");
  Command edit = Ask("annual-2021", Action::kEdit, kDrafter);
  EXPECT_EQ(Refuse(edit, refusal).error().reason, Reason::kServiceOnly);
  EXPECT_EQ(NewestDenial().rule, "SERVICE_ONLY");
  EXPECT_EQ(Refuse(Ask("annual-2021", Action::kRetract, kLegal), refusal).error().reason,
            Reason::kServiceOnly)
      << "of a report that is hidden, too";
  EXPECT_EQ(Refuse(Ask("annual-2022", Action::kEdit, kDrafter), refusal).error().reason,
            Reason::kServiceOnly)
      << "and of one that does not exist";
  EXPECT_TRUE(Refuse(edit, std::nullopt)) << "there is nothing to refuse";
  EXPECT_EQ(WholeLog().size(), 4U);
}

TEST_F(LedgerTest, ARefusedAttemptIsRecordedWithTheRule) {
  Publish("annual-2021");
  const Command attempt = Ask("annual-2021", Action::kPublish, kPublisher);
  ASSERT_EQ(Apply(attempt).error().reason, Reason::kActionNotAllowed);

  const ledger::Sealed newest = WholeLog().back();
  EXPECT_EQ(newest.entry.action, Action::kDenied);
  EXPECT_EQ(NewestDenial().attempted, Action::kPublish);
  EXPECT_EQ(NewestDenial().rule, "ACTION_NOT_ALLOWED");
  EXPECT_EQ(newest.entry.actor, "user/publisher");
  EXPECT_EQ(newest.entry.from, State::kPublished);
  EXPECT_EQ(newest.entry.to, State::kPublished);
  EXPECT_EQ(log_->FindRecord("annual-2021")->head, 4U) << "the report is as it was";
}

TEST_F(LedgerTest, RefusalsCannotFillTheDisk) {
  Publish("annual-2021");
  for (int i = 0; i < 200; ++i) (void)Apply(Ask("annual-2021", Action::kPublish, kPublisher));
  EXPECT_EQ(WholeLog().size(), 5U + ledger::Denials::kBurst);
  now_us_ += ledger::Denials::kRefillUs;
  (void)Apply(Ask("annual-2021", Action::kPublish, kPublisher));
  EXPECT_EQ(NewestDenial().suppressed, 180U);
}

TEST_F(LedgerTest, WhatIsWrongWhateverTheStateIsNotRecorded) {
  Do("annual-2021", Action::kCreate, kDrafter);
  Do("annual-2021", Action::kSubmit, kDrafter);
  Command blank = Ask("annual-2021", Action::kReturn, kLegal);
  blank.comment.clear();
  EXPECT_EQ(Apply(blank).error().reason, Reason::kInvalidField);
  EXPECT_EQ(WholeLog().size(), 2U);
}

// The length of the log must not tell of a hidden report.
TEST_F(LedgerTest, ARefusalIsRecordedWhetherThereIsSuchAReportOrNot) {
  Do("annual-2021", Action::kCreate, kDrafter);
  ledger::Actor stranger = kDrafter;
  stranger.id = "user/wu-hao";
  stranger.department = "清河县财政局";
  for (const char* report : {"annual-2021", "annual-2022"}) {
    const std::size_t before = WholeLog().size();
    EXPECT_EQ(Apply(Ask(report, Action::kWithdraw, stranger)).error().reason,
              Reason::kReportNotFound);
    EXPECT_EQ(Refuse(Ask(report, Action::kWithdraw, stranger), std::nullopt).error().reason,
              Reason::kReportNotFound);
    EXPECT_EQ(WholeLog().size(), before + 2) << report;
  }
  EXPECT_EQ(NewestDenial().attempted, Action::kWithdraw);
}

TEST_F(LedgerTest, ACheckWritesNothingNotEvenWhatItRefuses) {
  Do("annual-2021", Action::kCreate, kDrafter);
  Command dry = Ask("annual-2021", Action::kSubmit, kDrafter);
  EXPECT_TRUE(Check(dry));
  dry.actor = kLegal;
  EXPECT_FALSE(Check(dry));
  EXPECT_EQ(WholeLog().size(), 1U);
}

TEST_F(LedgerTest, WhatChangesNothingWritesNothing) {
  const ledger::Record draft = Do("annual-2021", Action::kCreate, kDrafter);
  const Result<ledger::Outcome> same = Apply(Ask("annual-2021", Action::kEdit, kDrafter));
  ASSERT_TRUE(same);
  EXPECT_EQ(same->record, draft);
  EXPECT_EQ(same->position, draft.head);
  Do("annual-2021", Action::kSubmit, kDrafter);
  const ledger::Record claimed = Do("annual-2021", Action::kClaim, kLegal);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(Do("annual-2021", Action::kClaim, kLegal), claimed) << "of one's own claim";
  }
  EXPECT_EQ(WholeLog().size(), 3U);
}

TEST_F(LedgerTest, ARequestSentAgainReadsABoundedPartOfALongHistory) {
  Command create = Ask("annual-2021", Action::kCreate, kDrafter);
  create.request_id = kId;
  const Result<ledger::Outcome> first = Apply(create);
  ASSERT_TRUE(first);
  std::vector<std::pair<Command, ledger::Record>> edits;
  for (int i = 0; i < 300; ++i) {
    Command edit = Ask("annual-2021", Action::kEdit, kDrafter);
    edit.content = merkle::Sha256(std::to_string(i));
    edit.request_id = "01890a5d-ac96-774b-bcce-b302099a8" + std::to_string(100 + i);
    const Result<ledger::Outcome> edited = Apply(edit);
    ASSERT_TRUE(edited);
    edits.emplace_back(edit, edited->record);
  }
  EXPECT_EQ(Apply(create)->record, first->record);
  for (const auto& [edit, record] : edits) EXPECT_EQ(Apply(edit)->record, record);

  storage::ReadLease reader = database_->Read();
  storage::Statement& kept = reader->Prepare(
      "SELECT max(gap) FROM (SELECT sequence - lag(sequence, 1, 0) OVER "
      "(ORDER BY sequence) AS gap FROM kept_record)");
  kept.Query();
  ASSERT_TRUE(kept.Step());
  EXPECT_GT(kept.Int(0), 0);
  EXPECT_LE(kept.Int(0), 33) << "the most that is folded for one answer";
  kept.Reset();
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_F(LedgerTest, WhoBroughtTheBytesReviewsThemInNoReport) {
  using machine::Role;
  const ledger::Roles both = ledger::Roles(Role::kDrafter) | Role::kLegalReviewer;
  const ledger::Actor one = ledger::Person("user/one", both);
  // One files a text and withdraws it; a colleague files the same text.
  Do("first", Action::kCreate, one);
  Do("first", Action::kWithdraw, one);
  Do("second", Action::kCreate, kDrafter);
  Do("second", Action::kSubmit, kDrafter);
  EXPECT_EQ(Apply(Ask("second", Action::kApproveLegal, one)).error().reason, Reason::kOwnReport);
  EXPECT_TRUE(log_->IsAuthor(*log_->FindRecord("second"), one));
  Do("second", Action::kClaim, kLegal);

  // Another brings the bytes while they are in review, and the answer that was remembered changes.
  const ledger::Actor late = ledger::Person("user/late", both);
  Do("second", Action::kRelease, kLegal);
  EXPECT_TRUE(Check(Ask("second", Action::kApproveLegal, late)));
  Command other = Ask("third", Action::kCreate, late);
  other.content = merkle::Sha256("another title");  // the same text, as its part says
  ASSERT_TRUE(Apply(other));
  EXPECT_EQ(Check(Ask("second", Action::kApproveLegal, late)).error().reason, Reason::kOwnReport);
}

TEST_F(LedgerTest, TheAuthorOfAReportReviewsNoCorrectionOfIt) {
  using machine::Role;
  const ledger::Actor author =
      ledger::Person("user/author", ledger::Roles(Role::kDrafter) | Role::kLegalReviewer);
  Do("old", Action::kCreate, author);
  Do("old", Action::kSubmit, kDrafter);
  Do("old", Action::kApproveLegal, kLegal);
  Do("old", Action::kApproveSecrecy, kSecrecy);
  Do("old", Action::kPublish, kPublisher);
  Command create = Ask("new", Action::kCreate, kDrafter);
  create.corrects = "old";
  create.content = merkle::Sha256("not one byte of the old");
  ledger::SetDetail(create, ledger::details::OfParts({merkle::Sha256("new text")}));
  ASSERT_TRUE(Apply(create));
  Do("new", Action::kSubmit, kDrafter);
  EXPECT_EQ(Apply(Ask("new", Action::kApproveLegal, author)).error().reason, Reason::kOwnReport);
}

TEST_F(LedgerTest, WhoBroughtBytesOfAReportReviewsNoCorrectionOfIt) {
  using machine::Role;
  const ledger::Actor one =
      ledger::Person("user/one", ledger::Roles(Role::kDrafter) | Role::kLegalReviewer);
  // The same text in a report of another name: the author of the bytes wrote no part of "old".
  Do("elsewhere", Action::kCreate, one);
  Publish("old");
  Command create = Ask("new", Action::kCreate, kDrafter);
  create.corrects = "old";
  create.content = merkle::Sha256("not one byte of the old");
  ledger::SetDetail(create, ledger::details::OfParts({merkle::Sha256("new text")}));
  ASSERT_TRUE(Apply(create));
  Do("new", Action::kSubmit, kDrafter);
  EXPECT_EQ(Apply(Ask("new", Action::kApproveLegal, one)).error().reason, Reason::kOwnReport);
  EXPECT_TRUE(log_->IsAuthor(*log_->FindRecord("new"), one));
}

TEST_F(LedgerTest, ARetractedReportHasOneCorrection) {
  Publish("old");
  Command first = Ask("first", Action::kCreate, kDrafter);
  first.corrects = "old";
  ASSERT_TRUE(Apply(first));
  Do("old", Action::kRetract, kPublisher);
  Do("first", Action::kSubmit, kDrafter);
  Do("first", Action::kApproveLegal, kLegal);
  Do("first", Action::kApproveSecrecy, kSecrecy);
  Do("first", Action::kPublish, kPublisher);
  Command second = Ask("second", Action::kCreate, kDrafter);
  second.corrects = "old";
  EXPECT_EQ(Apply(second).error().reason, Reason::kCorrectionNotPossible);
  second.corrects = "first";
  EXPECT_TRUE(Apply(second));
}

TEST_F(LedgerTest, OfTwoCorrectionsTheSecondIsRefusedWhenItIsCreated) {
  Publish("old");
  Command first = Ask("first", Action::kCreate, kDrafter);
  first.corrects = "old";
  ASSERT_TRUE(Apply(first));
  Command second = Ask("second", Action::kCreate, kDrafter);
  second.corrects = "old";
  EXPECT_EQ(Apply(second).error().reason, Reason::kCorrectionNotPossible);
  Do("first", Action::kWithdraw, kDrafter);
  EXPECT_TRUE(Apply(second)) << "the first is given up";
}

TEST_F(LedgerTest, ARetractedReportsCorrectionIsPublished) {
  Publish("old");
  Command create = Ask("new", Action::kCreate, kDrafter);
  create.corrects = "old";
  ASSERT_TRUE(Apply(create));
  Do("new", Action::kSubmit, kDrafter);
  Do("old", Action::kRetract, kPublisher);
  Do("new", Action::kApproveLegal, kLegal);
  Do("new", Action::kApproveSecrecy, kSecrecy);
  EXPECT_EQ(Do("new", Action::kPublish, kPublisher).state, State::kPublished);
  EXPECT_EQ(log_->FindRecord("old")->state, State::kRetracted);
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_F(LedgerTest, ARevocationIsAFactOfTheLogAndVoidsApprovalsAfterARestartToo) {
  Do("annual-2021", Action::kCreate, kDrafter);
  Do("annual-2021", Action::kSubmit, kDrafter);
  Do("annual-2021", Action::kApproveLegal, kLegal);
  Do("annual-2021", Action::kApproveSecrecy, kSecrecy);
  const ledger::Revocation revocation{.identity = "user/legal", .since_us = ledger::kNow};
  ASSERT_TRUE(Revoke(revocation));
  ASSERT_TRUE(Revoke(revocation)) << "it is there";
  const std::size_t size = WholeLog().size();
  EXPECT_EQ(size, 5U);
  EXPECT_EQ(WholeLog().back().entry.subject.Name(), "policy");
  for (int restart = 0; restart < 2; ++restart) {
    EXPECT_EQ(Apply(Ask("annual-2021", Action::kPublish, kPublisher)).error().reason,
              Reason::kApprovalNotFresh);
    Close();
    Open();
  }
  EXPECT_TRUE(log_->Revocations().Has(revocation));
}

// The policy may give the role again; the revocation stays a fact of the log.
TEST_F(LedgerTest, WhatWouldNotCountIsNotApproved) {
  Do("annual-2021", Action::kCreate, kDrafter);
  Do("annual-2021", Action::kSubmit, kDrafter);
  ASSERT_TRUE(Revoke({.identity = kLegal.id, .since_us = 1, .until_us = ledger::kNow}));
  Do("annual-2021", Action::kClaim, kLegal);
  Do("annual-2021", Action::kRelease, kLegal);
  ASSERT_TRUE(Revoke({.identity = kLegal.id, .since_us = ledger::kNow}));
  for (const Action action : {Action::kClaim, Action::kApproveLegal}) {
    const auto refused = Apply(Ask("annual-2021", action, kLegal));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, Reason::kApprovalNotFresh);
    EXPECT_NE(refused.error().message.find("would not count"), std::string::npos);
  }
  ledger::Actor deputy = kLegal;
  deputy.id = "user/deputy";
  deputy.on_behalf_of = kLegal.id;
  EXPECT_FALSE(Apply(Ask("annual-2021", Action::kApproveLegal, deputy)));
  deputy.on_behalf_of.clear();
  EXPECT_TRUE(Apply(Ask("annual-2021", Action::kApproveLegal, deputy)));
}

TEST_F(LedgerTest, TheClaimOfWhoIsStruckFromThePolicyEnds) {
  Do("annual-2021", Action::kCreate, kDrafter);
  Do("annual-2021", Action::kSubmit, kDrafter);
  Do("annual-2021", Action::kClaim, ledger::Person("user/gone", machine::Role::kLegalReviewer));
  EXPECT_EQ(Check(Ask("annual-2021", Action::kApproveLegal, kLegal)).error().reason,
            Reason::kClaimedByAnother);
  struck_ = "user/gone";
  EXPECT_TRUE(Check(Ask("annual-2021", Action::kApproveLegal, kLegal)));
}

TEST_F(LedgerTest, TimesNeverGoBack) {
  Do("annual-2021", Action::kCreate, kDrafter);
  now_us_ -= 2 * std::int64_t{3'600'000'000};
  Do("annual-2021", Action::kSubmit, kDrafter);
  Close();
  Open();
  Do("annual-2021", Action::kApproveLegal, kLegal);
  EXPECT_GT(times_behind_, 0) << "it is told";
  const std::vector<ledger::Sealed> log = WholeLog();
  for (std::size_t i = 1; i < log.size(); ++i) {
    EXPECT_GE(log[i].entry.time_us, log[i - 1].entry.time_us);
  }
}

TEST_F(LedgerTest, WhatCouldNotBeReadAgainIsRefusedAloneAndWritesNothing) {
  Do("annual-2021", Action::kCreate, kDrafter);
  ledger::Actor gbk = kDrafter;
  gbk.department = "\xb0\xec\xb9\xab\xca\xd2";  // 办公室 in GBK
  EXPECT_EQ(Apply(Ask("annual-2022", Action::kCreate, gbk)).error().reason, Reason::kInternal);
  EXPECT_EQ(WholeLog().size(), 1U);
  Do("annual-2021", Action::kSubmit, kDrafter);
  Close();
  Open();
  EXPECT_EQ(WholeLog().size(), 2U);
}

TEST_F(LedgerTest, OfTwoWhoRaceOneWinsAndTheOtherLearnsWhatWon) {
  for (int round = 0; round < 20; ++round) {
    const std::string report = "race-" + std::to_string(round);
    Do(report, Action::kCreate, kDrafter);
    Do(report, Action::kSubmit, kDrafter);
    const std::string etag = EtagOf(*log_->FindRecord(report));
    Command approve = Ask(report, Action::kApproveLegal, kLegal);
    approve.etag = etag;
    Command give_back =
        Ask(report, Action::kReturn, ledger::Person("user/l2", machine::Role::kLegalReviewer));
    give_back.etag = etag;
    std::optional<Result<ledger::Outcome>> one;
    std::optional<Result<ledger::Outcome>> two;
    std::thread a([&] { one.emplace(Apply(approve)); });
    std::thread b([&] { two.emplace(Apply(give_back)); });
    a.join();
    b.join();
    ASSERT_NE(one->has_value(), two->has_value());
    const Error& lost = one->has_value() ? two->error() : one->error();
    EXPECT_EQ(lost.reason, Reason::kEtagMismatch);
    EXPECT_EQ(lost.metadata.at("last_actor"), one->has_value() ? "user/legal" : "user/l2");
  }
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_F(LedgerTest, ACorrectionSupersedesInTheCommitThatPublishesIt) {
  Publish("annual-2021");
  Command create = Ask("annual-2021b", Action::kCreate, kDrafter);
  create.corrects = "annual-2021";
  ASSERT_TRUE(Apply(create));
  Do("annual-2021b", Action::kSubmit, kDrafter);
  Do("annual-2021b", Action::kApproveLegal, kLegal);
  Do("annual-2021b", Action::kApproveSecrecy, kSecrecy);
  EXPECT_EQ(log_->FindRecord("annual-2021")->state, State::kPublished) << "public until then";
  Do("annual-2021b", Action::kPublish, kPublisher);
  EXPECT_EQ(log_->FindRecord("annual-2021")->state, State::kSuperseded);
  EXPECT_EQ(log_->FindRecord("annual-2021")->superseded_by, "annual-2021b");
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_F(LedgerTest, ManyAtOnceLeaveAnUnbrokenLog) {
  constexpr int kThreads = 4;
  constexpr int kEach = 25;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([this, i] {
      for (int j = 0; j < kEach; ++j) {
        Publish("report-" + std::to_string(i) + "-" + std::to_string(j));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(WholeLog().size(), 5U * kThreads * kEach);
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_F(LedgerTest, PastItsQueueCommandsAreRefusedAtOnce) {
  std::atomic<int> answered = 0;
  int refused = 0;
  constexpr int kMany = 20'000;
  for (int i = 0; i < kMany; ++i) {
    Command create = Ask("annual-2021", Action::kCreate, kDrafter);
    if (!ledger_->Apply(std::move(create), [&](const auto&) { ++answered; })) ++refused;
  }
  ledger_.reset();
  EXPECT_EQ(answered + refused, kMany) << "none is forgotten";
}

// Whatever waits of one caller: another's command is in the next batch, at the front of it.
TEST_F(LedgerTest, LetsNoCallersQueueDelayAnothersCommand) {
  std::latch held(1);
  std::latch open(1);
  std::vector<std::string> answered;  // never two replies at once
  ASSERT_TRUE(ledger_->Check(Ask("annual-2020", Action::kCreate, kDrafter), true,
                             [&](const auto&) { held.count_down(), open.wait(); }));
  held.wait();
  std::size_t queued = 0;
  while (ledger_->Apply(Ask("annual-2021", Action::kCreate, kDrafter),
                        [&](const auto&) { answered.emplace_back("greedy"); })) {
    ++queued;
  }
  ASSERT_GT(queued, 4 * ledger::Ledger::Options{}.batch);
  EXPECT_TRUE(ledger_->Apply(Ask("annual-2021", Action::kApproveLegal, kLegal),
                             [&](const auto&) { answered.emplace_back("other"); }));
  open.count_down();
  ledger_.reset();
  ASSERT_EQ(answered.size(), queued + 1);
  EXPECT_EQ(answered[1], "other");
}

TEST_F(LedgerTest, EveryEntryIsProvedInEveryTreeAndTreesArePrefixes) {
  for (const char* report : {"report-a", "report-b", "report-c"}) Publish(report);
  const std::vector<ledger::Sealed> entries = WholeLog();
  for (std::uint64_t size = 1; size <= entries.size(); ++size) {
    const Result<Head> head = HeadAt(*log_, size);
    ASSERT_TRUE(head);
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto proof = ProveInclusion(*log_, index, entries[index].hash, size);
      ASSERT_TRUE(proof);
      EXPECT_TRUE(
          merkle::VerifyInclusion(entries[index].hash, index, size, proof->proof, head->root));
    }
    ASSERT_TRUE(ProveConsistency(*log_, size, 0));
  }
  EXPECT_EQ(HeadAt(*log_, entries.size() + 1).error().reason, Reason::kTreeSizeBeyondLog);
  EXPECT_EQ(ProveInclusion(*log_, 3, entries[3].hash, 3).error().reason, Reason::kInvalidField);
}

// Nodes are stored many in a row.
TEST_F(LedgerTest, EveryNodeIsFoundHoweverManyABatchCompleted) {
  constexpr int kMany = 300;
  std::latch held(1);
  std::latch open(1);
  ASSERT_TRUE(ledger_->Check(Ask("annual-2020", Action::kCreate, kDrafter), true,
                             [&](const auto&) { held.count_down(), open.wait(); }));
  held.wait();
  for (int i = 0; i < kMany; ++i) {
    const std::string report = "report-" + std::to_string(i);
    ASSERT_TRUE(ledger_->Apply(Ask(report, Action::kCreate, kDrafter), [](const auto&) {}));
  }
  open.count_down();
  for (const char* report : {"report-a", "report-b"}) Publish(report);
  Close();
  Open();
  Publish("report-c");

  LogReader::Nodes nodes = log_->ReadNodes();
  merkle::Frontier frontier;
  for (const ledger::Sealed& sealed : WholeLog()) {
    frontier.Append(sealed.hash, [&](merkle::NodeId node, const merkle::Hash& hash) {
      EXPECT_EQ(nodes.Read(node), hash) << "level " << node.level << ", " << node.index;
    });
  }
  EXPECT_EQ(frontier.size(), kMany + 15U);
}

TEST_F(LedgerTest, PagesShowEveryEntryOnceWhileTheLogGrows) {
  for (int i = 0; i < 6; ++i) Publish("report-" + std::to_string(i));
  for (const bool descending : {false, true}) {
    std::vector<std::uint64_t> seen;
    EntryQuery query{.descending = descending, .page_size = 7};
    do {
      std::size_t taken = 0;
      const Result<EntryPage> page = log_->ListEntries(query, [&](const ledger::Sealed& sealed) {
        seen.push_back(sealed.entry.index);
        ++taken;
        return true;
      });
      ASSERT_TRUE(page);
      EXPECT_LE(taken, 7U);
      query.page_token = page->next_page_token;
      Do("grows-" + std::to_string(now_us_), Action::kCreate, kDrafter);
    } while (!query.page_token.empty());
    if (descending) std::reverse(seen.begin(), seen.end());
    ASSERT_GE(seen.size(), 30U);
    for (std::uint64_t i = 0; i < seen.size(); ++i) EXPECT_EQ(seen[i], i);
  }
}

TEST_F(LedgerTest, FiltersFindWhatAuditorsAskFor) {
  Publish("report-a");
  Publish("report-b");
  (void)Apply(Ask("report-a", Action::kPublish, kPublisher));
  const auto count = [this](const std::string& filter) {
    std::size_t taken = 0;
    const Result<EntryPage> page =
        log_->ListEntries({.filter = filter}, [&taken](const ledger::Sealed&) { return ++taken; });
    EXPECT_TRUE(page) << page.error().message;
    return taken;
  };
  EXPECT_EQ(count("report = \"reports/report-a\""), 6U);
  EXPECT_EQ(count("action = DENIED"), 1U);
  EXPECT_EQ(count("to_state = PUBLISHED AND action = PUBLISH"), 2U);
  EXPECT_EQ(count("actor = \"user/legal\" OR actor = \"user/secrecy\""), 4U);
  EXPECT_EQ(count("position >= 3 AND NOT action = DENIED"), 7U);
  EXPECT_EQ(count("time < \"2000-01-01T00:00:00Z\""), 0U);
  const auto none = [](const ledger::Sealed&) { return false; };
  EXPECT_EQ(log_->ListEntries({.filter = "colour = red"}, none).error().reason,
            Reason::kInvalidFilter);
  EXPECT_EQ(log_->ListEntries({.page_token = "x"}, none).error().reason, Reason::kInvalidPageToken);
}

TEST_F(LedgerTest, RecordsAreListedAsFarAsTheyMayBeKnownOf) {
  Publish("report-a");
  Do("report-b", Action::kCreate, kDrafter);
  Do("report-c", Action::kCreate, ledger::Person("user/x", machine::Role::kDrafter, "other"));
  const auto names = [this](const ledger::Actor& actor) {
    std::string out;
    const auto page = log_->ListRecords({.viewer = actor}, [&out](const ledger::Record& record) {
      out += record.id + ' ';
      return true;
    });
    EXPECT_TRUE(page);
    return out;
  };
  EXPECT_EQ(names(kDrafter), "report-b report-a ") << "newest first";
  EXPECT_EQ(names(kLegal), "report-a ");
  EXPECT_EQ(names(ledger::kAuditor), "report-c report-b report-a ");
  EXPECT_EQ(names(ledger::Person("user/nobody", {})), "report-a ") << "what is public";
}

TEST_F(LedgerTest, TheQueueOfAStageIsPagedLongestWaitingFirst) {
  for (int i = 0; i < 5; ++i) {
    Do("report-" + std::to_string(i), Action::kCreate, kDrafter);
  }
  for (const int i : {3, 0, 4, 1}) Do("report-" + std::to_string(i), Action::kSubmit, kDrafter);
  RecordQuery query{.viewer = ledger::kAuditor,
                    .states = {State::kLegalReview, State::kLegalReferred},
                    .longest_waiting_first = true,
                    .page_size = 1};
  std::string order;
  do {
    const Result<std::string> next =
        log_->ListRecords(query, [&order](const ledger::Record& record) {
          order += record.id.back();
          return true;
        });
    ASSERT_TRUE(next);
    query.page_token = *next;
  } while (!query.page_token.empty());
  EXPECT_EQ(order, "3041");
}

// Every list shows exactly what ledger::SightOf lets its viewer know, also through filters.
TEST_F(LedgerTest, ListsShowWhatOneFunctionLetsTheirViewerKnow) {
  Publish("published");
  Publish("retracted");
  Do("retracted", Action::kRetract, kPublisher);
  Do("draft", Action::kCreate, kDrafter);
  Do("legal", Action::kCreate, kDrafter);
  Do("legal", Action::kSubmit, kDrafter);
  Do("secrecy", Action::kCreate, kDrafter);
  Do("secrecy", Action::kSubmit, kDrafter);
  Do("secrecy", Action::kApproveLegal, kLegal);
  Do("back", Action::kCreate, kDrafter);
  Do("back", Action::kSubmit, kDrafter);
  Do("back", Action::kReturn, kLegal);
  const std::vector<std::string> all = {"published", "retracted", "draft",
                                        "legal",     "secrecy",   "back"};
  using machine::Role;
  for (const ledger::Actor& viewer :
       {kDrafter, kLegal, kSecrecy, kPublisher, ledger::kAuditor, ledger::Person("user/no", {}),
        ledger::Person("user/other", Role::kDrafter, "other"),
        ledger::Person("user/two", ledger::Roles(Role::kPublisher) | Role::kSecrecyReviewer)}) {
    const auto listed = [&](const std::string& filter) {
      std::set<std::string> out;
      EXPECT_TRUE(log_->ListRecords(
          {.viewer = viewer, .filter = filter},
          [&out](const ledger::Record& record) { return out.insert(record.id).second; }));
      return out;
    };
    std::set<std::string> known;
    std::set<std::string> whole;
    for (const std::string& id : all) {
      const ledger::Sight sight = ledger::SightOf(viewer, *log_->FindRecord(id));
      if (sight != ledger::Sight::kNothing) known.insert(id);
      if (sight == ledger::Sight::kWhole) whole.insert(id);
    }
    EXPECT_EQ(listed(""), known) << viewer.id;
    EXPECT_EQ(listed("creator = \"user/drafter\""), whole)
        << viewer.id << " learns of nobody whom the public part does not name";
    EXPECT_EQ(listed("NOT claimed_by = \"user/x\""), whole) << viewer.id;
  }
}

}  // namespace
}  // namespace gongkai::workflow
