// The ledger's promises, on a real file.
#include <algorithm>
#include <map>
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
    ledger::Record& record = folded[entry.report];
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
    Fold(record, entry, sealed.hash);
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
    ASSERT_TRUE(ledger_->Submit(create, [&answer](Result<ledger::Outcome> result) {
      answer.set_value(std::move(result));
    }));
  }
  int done = 0;
  for (auto& answer : answers) done += answer.get_future().get()->replayed ? 0 : 1;
  EXPECT_EQ(done, 1);
  EXPECT_EQ(WholeLog().size(), 1U);
}

TEST_F(LedgerTest, ARefusedRequestMayBeSentAgain) {
  Command submit = Ask("annual-2021", Action::kCreate, kDrafter);
  submit.action = Action::kSubmit;
  submit.request_id = kId;
  EXPECT_EQ(Apply(submit).error().reason, Reason::kReportNotFound);
  Do("annual-2021", Action::kCreate, kDrafter);
  EXPECT_TRUE(Apply(submit));
}

TEST_F(LedgerTest, WhatIsRefusedOutsideIsRecordedWhateverItIsAbout) {
  Command create = Ask("annual-2021", Action::kCreate, kDrafter);
  create.request_id = kId;
  ASSERT_TRUE(Apply(create));
  create.refusal = errors::ServiceOnly(kDrafter.id, "ApplyAction");
  EXPECT_EQ(Apply(create).error().reason, Reason::kServiceOnly) << "not answered as a retry";
  EXPECT_EQ(WholeLog().back().entry.rule, "SERVICE_ONLY");

  Command nowhere = Ask("annual-2022", Action::kEdit, kDrafter);
  nowhere.refusal = create.refusal;
  EXPECT_EQ(Apply(nowhere).error().reason, Reason::kServiceOnly) << "as of a report there is";
}

TEST_F(LedgerTest, ARefusedAttemptIsRecordedWithTheRule) {
  Publish("annual-2021");
  const Command attempt = Ask("annual-2021", Action::kPublish, kPublisher);
  ASSERT_EQ(Apply(attempt).error().reason, Reason::kActionNotAllowed);

  const ledger::Sealed newest = WholeLog().back();
  EXPECT_EQ(newest.entry.action, Action::kDenied);
  EXPECT_EQ(newest.entry.attempted, Action::kPublish);
  EXPECT_EQ(newest.entry.rule, "ACTION_NOT_ALLOWED");
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
  EXPECT_EQ(WholeLog().back().entry.suppressed, 180U);
}

TEST_F(LedgerTest, WhatIsWrongWhateverTheStateIsNotRecorded) {
  Do("annual-2021", Action::kCreate, kDrafter);
  Do("annual-2021", Action::kSubmit, kDrafter);
  Command blank = Ask("annual-2021", Action::kReturn, kLegal);
  blank.comment.clear();
  EXPECT_EQ(Apply(blank).error().reason, Reason::kInvalidField);
  EXPECT_EQ(WholeLog().size(), 2U);
}

TEST_F(LedgerTest, ADryRunChangesNothingAndItsRefusalIsRecorded) {
  Do("annual-2021", Action::kCreate, kDrafter);
  Command dry = Ask("annual-2021", Action::kEdit, kDrafter);
  dry.validate_only = true;
  EXPECT_TRUE(Apply(dry));
  EXPECT_EQ(WholeLog().size(), 1U);
  dry.actor = kLegal;
  EXPECT_FALSE(Apply(dry));
  EXPECT_EQ(WholeLog().back().entry.action, Action::kDenied);
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
    if (!ledger_->Submit(std::move(create), [&](const auto&) { ++answered; })) ++refused;
  }
  ledger_.reset();
  EXPECT_EQ(answered + refused, kMany) << "none is forgotten";
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

TEST_F(LedgerTest, PagesShowEveryEntryOnceWhileTheLogGrows) {
  for (int i = 0; i < 6; ++i) Publish("report-" + std::to_string(i));
  for (const bool descending : {false, true}) {
    std::vector<std::uint64_t> seen;
    EntryQuery query{.descending = descending, .page_size = 7};
    do {
      const Result<EntryPage> page = log_->ListEntries(query);
      ASSERT_TRUE(page);
      EXPECT_LE(page->entries.size(), 7U);
      for (const auto& sealed : page->entries) seen.push_back(sealed.entry.index);
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
    const Result<EntryPage> page = log_->ListEntries({.filter = filter});
    EXPECT_TRUE(page) << page.error().message;
    return page ? page->entries.size() : 0;
  };
  EXPECT_EQ(count("report = \"reports/report-a\""), 6U);
  EXPECT_EQ(count("action = DENIED"), 1U);
  EXPECT_EQ(count("to_state = PUBLISHED AND action = PUBLISH"), 2U);
  EXPECT_EQ(count("actor = \"user/legal\" OR actor = \"user/secrecy\""), 4U);
  EXPECT_EQ(count("position >= 3 AND NOT action = DENIED"), 7U);
  EXPECT_EQ(count("time < \"2000-01-01T00:00:00Z\""), 0U);
  EXPECT_EQ(log_->ListEntries({.filter = "colour = red"}).error().reason, Reason::kInvalidFilter);
  EXPECT_EQ(log_->ListEntries({.page_token = "x"}).error().reason, Reason::kInvalidPageToken);
}

TEST_F(LedgerTest, RecordsAreListedAsFarAsTheyMayBeKnownOf) {
  Publish("report-a");
  Do("report-b", Action::kCreate, kDrafter);
  Do("report-c", Action::kCreate, ledger::Person("user/x", machine::Role::kDrafter, "other"));
  const auto names = [this](const ledger::Actor& actor) {
    std::string out;
    const auto page = log_->ListRecords({.scope = ledger::ScopeOf(actor)});
    for (const auto& record : page->records) out += record.id + ' ';
    return out;
  };
  EXPECT_EQ(names(kDrafter), "report-b report-a ") << "newest first";
  EXPECT_EQ(names(kLegal), "report-a ");
  EXPECT_EQ(names(ledger::kAuditor), "report-c report-b report-a ");
  EXPECT_EQ(names(ledger::Person("user/nobody", {})), "");
}

TEST_F(LedgerTest, TheQueueOfAStageIsPagedLongestWaitingFirst) {
  for (int i = 0; i < 5; ++i) {
    Do("report-" + std::to_string(i), Action::kCreate, kDrafter);
  }
  for (const int i : {3, 0, 4, 1}) Do("report-" + std::to_string(i), Action::kSubmit, kDrafter);
  RecordQuery query{.scope = {.all = true},
                    .states = {State::kLegalReview, State::kLegalReferred},
                    .longest_waiting_first = true,
                    .page_size = 1};
  std::string order;
  do {
    const auto page = log_->ListRecords(query);
    ASSERT_TRUE(page);
    for (const auto& record : page->records) order += record.id.back();
    query.page_token = page->next_page_token;
  } while (!query.page_token.empty());
  EXPECT_EQ(order, "3041");
}

}  // namespace
}  // namespace gongkai::workflow
