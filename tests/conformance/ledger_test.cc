// The ledger's promises.
#include <algorithm>
#include <latch>
#include <set>
#include <thread>

#include "tests/conformance/ledger_fixture.h"
#include "workflow/base/digest.h"
#include "workflow/base/report_id.h"
#include "workflow/error/errors.h"

namespace gongkai::conformance {
namespace {

using ledger::Command;
using ledger::kDrafter;
using ledger::kLegal;
using ledger::kPublisher;
using ledger::kSecrecy;
using machine::Action;
using machine::State;

constexpr char kId[] = "0190b2f0-1111-7000-8000-000000000001";

class LedgerTest : public ConformanceTest {};
INSTANTIATE_TEST_SUITE_P(Every, LedgerTest, testing::ValuesIn(kEngines), NameOfEngine);

TEST_P(LedgerTest, TakesAReportToPublication) {
  Publish("annual-2021");
  EXPECT_EQ(log_->FindRecord(base::ReportId("annual-2021"))->state, State::kPublished);
  EXPECT_EQ(committed_, 5U);
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_P(LedgerTest, EveryRowIsTheFoldOfItsEntriesAfterARestart) {
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
TEST_P(LedgerTest, ARowTellsAnEarlierContentFromTheOneThereIs) {
  base::Digest::Bytes bytes;
  bytes.fill('\n');
  const base::Digest edited(bytes);
  Do("annual-2021", Action::kCreate, kDrafter);
  Do("annual-2021", Action::kSubmit, kDrafter);
  Do("annual-2021", Action::kApproveLegal, kLegal);
  Do("annual-2021", Action::kReturn, kSecrecy);
  Command edit = Ask("annual-2021", Action::kEdit, kDrafter);
  const base::Digest before = *edit.content;
  edit.content = edited;
  ASSERT_TRUE(Apply(std::move(edit)));
  const ledger::Record record = *log_->FindRecord(base::ReportId("annual-2021"));
  EXPECT_EQ(record.content, edited);
  EXPECT_EQ(record.submitted, before);
  EXPECT_EQ(record.passed, before);
  ExpectLogIsSound(*log_, WholeLog());

  Do("annual-2021", Action::kSubmit, kDrafter);
  Do("annual-2021", Action::kApproveLegal, kLegal);
  EXPECT_EQ(log_->FindRecord(base::ReportId("annual-2021"))->passed, edited);
  ExpectLogIsSound(*log_, WholeLog());
}

// Everything that endorsements, decisions and signatures leave in a record.
TEST_P(LedgerTest, ARowKeepsWhatWasEndorsedDecidedAndSigned) {
  const auto ask = [this](Action action, const machine::Actor& actor, std::string detail) {
    Command command = Ask("annual-2021", action, actor);
    command.policy = {
        .head_endorses = true, .co_issuing_heads_endorse = true, .signatory_signs = true};
    ledger::SetDetail(command, std::move(detail));
    return command;
  };
  machine::Actor deputy = ledger::Person("user/deputy", machine::Role::kHead);
  deputy.on_behalf_of = ledger::kHead.id;
  const std::vector<std::string> co_issuers = {"财政局", "审计局 第一分局"};
  ASSERT_TRUE(Apply(ask(Action::kCreate, kDrafter,
                        ledger::details::OfParts({base::Sha256("text")}, co_issuers))));
  EXPECT_EQ(
      Apply(ask(Action::kSubmit, kDrafter, ledger::RightDetail(Action::kSubmit))).error().reason,
      Reason::kApprovalNotFresh);
  for (const machine::Actor& head :
       {deputy, ledger::kCoHead,
        ledger::Person("user/third-head", machine::Role::kHead, "审计局 第一分局")}) {
    ASSERT_TRUE(Apply(ask(Action::kEndorse, head, "")));
  }
  ASSERT_TRUE(Apply(ask(Action::kSubmit, kDrafter, ledger::RightDetail(Action::kSubmit))));
  ASSERT_TRUE(
      Apply(ask(Action::kApproveLegal, kLegal,
                ledger::details::OfApproval(ledger::Disclosure::kOnRequest, "第三方权益"))));
  ASSERT_TRUE(
      Apply(ask(Action::kApproveSecrecy, kSecrecy, ledger::RightDetail(Action::kApproveSecrecy))));
  EXPECT_EQ(Apply(ask(Action::kFile, kPublisher, "")).error().reason, Reason::kApprovalNotFresh);
  ASSERT_TRUE(Apply(
      ask(Action::kSign, ledger::kSignatory,
          ledger::details::OfSignature(ledger::Disclosure::kNotDisclosed, "涉及\t商业秘密\n", 4))));
  for (int restart = 0; restart < 2; ++restart) {
    const ledger::Record record = *log_->FindRecord(base::ReportId("annual-2021"));
    EXPECT_EQ(record.co_issuers, co_issuers);
    EXPECT_EQ(record.proposed, ledger::Disclosure::kActive);
    EXPECT_EQ(record.disclosure, ledger::Disclosure::kNotDisclosed);
    EXPECT_EQ(record.disclosure_reason, "涉及\t商业秘密\n");
    EXPECT_EQ(record.form_number, (ledger::FormNumber{.year = 2026, .number = 1}));
    ASSERT_EQ(record.approvals.size(), 6U);
    EXPECT_EQ(record.approvals[0].department, "办公室");
    EXPECT_EQ(record.approvals[0].on_behalf_of, ledger::kHead.id);
    EXPECT_EQ(record.approvals[1].department, "财政局");
    EXPECT_EQ(record.approvals[2].department, "审计局 第一分局");
    EXPECT_EQ(record.approvals[3].department, "法规科");
    EXPECT_EQ(record.approvals[5].action, Action::kSign);
    EXPECT_EQ(log_->FindRecordAt(record.id, record.head), record);
    ExpectLogIsSound(*log_, WholeLog());
    Close();
    Open();
  }
  EXPECT_TRUE(Apply(ask(Action::kFile, kPublisher, "")));
  EXPECT_EQ(log_->FindRecord(base::ReportId("annual-2021"))->form_number.number, 1U);
  ExpectLogIsSound(*log_, WholeLog());
}

// A record that is read back must not be taken for one whose attribute was never changed.
TEST_P(LedgerTest, ARowTellsWhatWasProposedFromWhatWasDecided) {
  using ledger::Disclosure;
  for (const Disclosure proposed : {Disclosure::kActive, Disclosure::kActiveRedacted,
                                    Disclosure::kOnRequest, Disclosure::kNotDisclosed}) {
    for (const Disclosure decided : {Disclosure::kActive, Disclosure::kActiveRedacted,
                                     Disclosure::kOnRequest, Disclosure::kNotDisclosed}) {
      const std::string report = "report-" + std::to_string(static_cast<int>(proposed)) + "-" +
                                 std::to_string(static_cast<int>(decided));
      Do(report, Action::kCreate, kDrafter);
      Command submit = Ask(report, Action::kSubmit, kDrafter);
      ledger::SetDetail(submit, ledger::details::OfSubmission(proposed));
      ASSERT_TRUE(Apply(submit));
      Command approve = Ask(report, Action::kApproveLegal, kLegal);
      ledger::SetDetail(approve,
                        ledger::details::OfApproval(decided, "理由",
                                                    decided == Disclosure::kNotDisclosed ? 1 : 0));
      ASSERT_TRUE(Apply(approve));
      const ledger::Record record = *log_->FindRecord(base::ReportId(report));
      EXPECT_EQ(record.proposed, proposed);
      EXPECT_EQ(record.disclosure, decided);
      EXPECT_EQ(record.disclosure_reason, proposed == decided ? "" : "理由");
    }
  }
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_P(LedgerTest, NumbersOfFormsGoOnAfterARestart) {
  std::uint32_t expected = 0;
  for (int restart = 0; restart < 3; ++restart) {
    for (int i = 0; i < 3; ++i) {
      const std::string report = "report-" + std::to_string(restart) + "-" + std::to_string(i);
      Do(report, Action::kCreate, kDrafter);
      EXPECT_EQ(Do(report, Action::kSubmit, kDrafter).form_number,
                (ledger::FormNumber{.year = 2026, .number = ++expected}));
    }
    Close();
    Open();
  }
  ExpectLogIsSound(*log_, WholeLog());
}

// Whatever the number of callers, and however their commands fall into batches.
TEST_P(LedgerTest, NumbersOfFormsThatAreGivenAtOnceHaveNoGapAndNoDouble) {
  constexpr std::size_t kReports = 100;
  for (std::size_t i = 0; i < kReports; ++i) {
    Do("report-" + std::to_string(i), Action::kCreate, kDrafter);
  }
  std::vector<std::promise<std::uint32_t>> answers(kReports);
  for (std::size_t i = 0; i < kReports; ++i) {
    ASSERT_TRUE(ledger_->Apply(Ask("report-" + std::to_string(i), Action::kSubmit, kDrafter),
                               [&answer = answers[i]](const Result<ledger::Outcome>& result) {
                                 answer.set_value(result ? result->record.form_number.number : 0);
                               }));
  }
  std::set<std::uint32_t> numbers;
  for (auto& answer : answers) numbers.insert(answer.get_future().get());
  EXPECT_EQ(numbers.size(), kReports);
  EXPECT_EQ(*numbers.begin(), 1U);
  EXPECT_EQ(*numbers.rbegin(), kReports);
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_P(LedgerTest, ARequestSentAgainGetsTheFirstAnswerEvenAfterARestart) {
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

TEST_P(LedgerTest, ARequestIdIsForOneRequest) {
  Command create = Ask("annual-2021", Action::kCreate, kDrafter);
  create.request_id = kId;
  ASSERT_TRUE(Apply(create));

  Command other = create;
  other.request = base::Sha256("something else");
  EXPECT_EQ(Apply(other).error().reason, Reason::kRequestIdReused);
  Command elsewhere = Ask("annual-2022", Action::kCreate, kDrafter);
  elsewhere.request_id = kId;
  EXPECT_EQ(Apply(elsewhere).error().reason, Reason::kRequestIdReused);
  EXPECT_FALSE(log_->FindRecord(base::ReportId("annual-2022")));

  Command anothers =
      Ask("annual-2023", Action::kCreate, ledger::Person("user/other", machine::Role::kDrafter));
  anothers.request_id = kId;
  EXPECT_TRUE(Apply(anothers)) << "ids are each caller's own";
}

TEST_P(LedgerTest, TheSameRequestTwiceAtOnceIsDoneOnce) {
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

TEST_P(LedgerTest, ACheckWritesNothingNotEvenWhatItRefuses) {
  Do("annual-2021", Action::kCreate, kDrafter);
  Command dry = Ask("annual-2021", Action::kSubmit, kDrafter);
  EXPECT_TRUE(Check(dry));
  dry.actor = kLegal;
  EXPECT_FALSE(Check(dry));
  EXPECT_EQ(WholeLog().size(), 1U);
}

TEST_P(LedgerTest, ACheckOfARequestThatWasDoneGetsItsAnswer) {
  Command create = Ask("annual-2021", Action::kCreate, kDrafter);
  create.request_id = kId;
  const Result<ledger::Outcome> first = Apply(create);
  ASSERT_TRUE(first);
  const Result<ledger::Outcome> again = Check(create);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(again->record, first->record);
  create.request = base::Sha256("something else");
  EXPECT_EQ(Check(create).error().reason, Reason::kRequestIdReused);
}

TEST_P(LedgerTest, WhatChangesNothingWritesNothing) {
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

TEST_P(LedgerTest, ARequestSentAgainGetsItsOwnAnswerHoweverLongTheHistory) {
  Command create = Ask("annual-2021", Action::kCreate, kDrafter);
  create.request_id = kId;
  const Result<ledger::Outcome> first = Apply(create);
  ASSERT_TRUE(first);
  std::vector<std::pair<Command, ledger::Record>> edits;
  for (int i = 0; i < 300; ++i) {
    Command edit = Ask("annual-2021", Action::kEdit, kDrafter);
    edit.content = base::Sha256(std::to_string(i));
    edit.request_id = "01890a5d-ac96-774b-bcce-b302099a8" + std::to_string(100 + i);
    const Result<ledger::Outcome> edited = Apply(edit);
    ASSERT_TRUE(edited);
    edits.emplace_back(edit, edited->record);
  }
  EXPECT_EQ(Apply(create)->record, first->record);
  for (const auto& [edit, record] : edits) EXPECT_EQ(Apply(edit)->record, record);
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_P(LedgerTest, TimesNeverGoBack) {
  Do("annual-2021", Action::kCreate, kDrafter);
  now_us_ -= std::chrono::microseconds(std::chrono::hours(2)).count();
  Do("annual-2021", Action::kSubmit, kDrafter);
  Close();
  Open();
  Do("annual-2021", Action::kApproveLegal, kLegal);
  EXPECT_GT(times_behind_, 0) << "it is told";
  const std::vector<ledger::Sealed> log = WholeLog();
  for (std::size_t i = 1; i < log.size(); ++i) {
    EXPECT_GE(log[i].entry.time, log[i - 1].entry.time);
  }
}

TEST_P(LedgerTest, WhatCouldNotBeReadAgainIsRefusedAloneAndWritesNothing) {
  Do("annual-2021", Action::kCreate, kDrafter);
  machine::Actor gbk = kDrafter;
  gbk.department = "\xb0\xec\xb9\xab\xca\xd2";  // 办公室 in GBK
  EXPECT_EQ(Apply(Ask("annual-2022", Action::kCreate, gbk)).error().reason, Reason::kInternal);
  EXPECT_EQ(WholeLog().size(), 1U);
  Do("annual-2021", Action::kSubmit, kDrafter);
  Close();
  Open();
  EXPECT_EQ(WholeLog().size(), 2U);
}

TEST_P(LedgerTest, OfTwoWhoRaceOneWinsAndTheOtherLearnsWhatWon) {
  for (int round = 0; round < 20; ++round) {
    const std::string report = "race-" + std::to_string(round);
    Do(report, Action::kCreate, kDrafter);
    Do(report, Action::kSubmit, kDrafter);
    const std::string etag = EtagOf(*log_->FindRecord(base::ReportId(report)));
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

TEST_P(LedgerTest, ManyAtOnceLeaveAnUnbrokenLog) {
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

TEST_P(LedgerTest, PastItsQueueCommandsAreRefusedAtOnce) {
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
TEST_P(LedgerTest, LetsNoCallersQueueDelayAnothersCommand) {
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

}  // namespace
}  // namespace gongkai::conformance
