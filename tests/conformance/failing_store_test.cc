// What the ledger does when its store cannot do what it is asked.
#include <future>
#include <latch>
#include <string>
#include <utility>
#include <vector>

#include "tests/conformance/ledger_fixture.h"
#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"

namespace gongkai::conformance {
namespace {

using ledger::kDrafter;
using machine::Action;
using machine::State;

// The engine's store, until it is told to fail.
class FailingStore : public ledger::Store {
 public:
  explicit FailingStore(ledger::Store& store) : store_(store) {}

  merkle::Frontier LoadFrontier() override { return store_.LoadFrontier(); }
  base::Time NewestTime() override { return store_.NewestTime(); }
  ledger::Revocations LoadRevocations() override { return store_.LoadRevocations(); }
  void Begin() override { store_.Begin(); }
  void Commit() override {
    if (full) throw ledger::StoreFull("no room");
    if (broken) throw std::runtime_error("the flush failed");
    store_.Commit();
  }
  void Rollback() override { store_.Rollback(); }
  std::optional<ledger::Record> FindRecord(const base::ReportId& id) override {
    if (id == unreadable) throw ledger::StoreDamaged("its page is damaged");
    return store_.FindRecord(id);
  }
  std::optional<ledger::Record> FindRecordAt(const base::ReportId& id,
                                             base::EntryIndex index) override {
    return store_.FindRecordAt(id, index);
  }
  std::optional<base::EntryIndex> FindRequest(const base::ActorId& actor,
                                              std::string_view id) override {
    return store_.FindRequest(actor, id);
  }
  std::optional<ledger::Sealed> FindEntry(base::EntryIndex index) override {
    return store_.FindEntry(index);
  }
  std::optional<ledger::ChainEnd> FindChainEnd(const ledger::Subject& subject) override {
    if (subject.id.empty() && !unreadable.empty()) throw ledger::StoreDamaged("no chain");
    return store_.FindChainEnd(subject);
  }
  std::optional<base::Digest> NewestPolicy() override { return store_.NewestPolicy(); }
  std::vector<base::ActorId> AuthorsOf(std::span<const base::Digest> parts) override {
    return store_.AuthorsOf(parts);
  }
  std::vector<base::Digest> BroughtTo(const base::ReportId& report) override {
    return store_.BroughtTo(report);
  }
  bool IsInUse(std::span<const base::Digest> bytes) override { return store_.IsInUse(bytes); }
  std::uint32_t LastFormNumber(std::string_view department, std::int32_t year) override {
    return store_.LastFormNumber(department, year);
  }
  std::optional<base::ReportId> FindCorrection(const base::ReportId& corrected,
                                               const base::ReportId& one) override {
    return store_.FindCorrection(corrected, one);
  }
  void Append(const ledger::Sealed& entry, std::span<const merkle::Hash> completed) override {
    if (!unwritable.empty() && entry.entry.subject.id == unwritable)
      throw ledger::StoreNotWritten("its row is damaged");
    store_.Append(entry, completed);
  }
  void PutAuthor(const base::Digest& part, const base::ActorId& author) override {
    store_.PutAuthor(part, author);
  }
  void PutPolicyFile(const base::Digest& digest, std::string_view text) override {
    store_.PutPolicyFile(digest, text);
  }
  void PutRecord(const ledger::Record& record, bool keep) override {
    store_.PutRecord(record, keep);
  }
  void PutFrontier(const merkle::Frontier& frontier) override { store_.PutFrontier(frontier); }

  std::atomic<bool> full = false;
  std::atomic<bool> broken = false;
  base::ReportId unreadable;  // set while nothing is asked
  std::string unwritable;     // likewise

 private:
  ledger::Store& store_;
};

class FailingStoreTest : public ConformanceTest {
 protected:
  FailingStoreTest() : store_(engine_->store()) {
    ledger_.reset();
    OpenLedger(store_);
  }
  ~FailingStoreTest() override { ledger_.reset(); }

  // Applies all of them in one batch.
  std::vector<Result<ledger::Outcome>> ApplyTogether(const std::vector<ledger::Command>& commands) {
    std::latch held(1);
    std::latch open(1);
    EXPECT_TRUE(ledger_->Check(Ask("other", Action::kCreate, kDrafter), true,
                               [&](const auto&) { held.count_down(), open.wait(); }));
    held.wait();
    std::vector<std::promise<Result<ledger::Outcome>>> answers(commands.size());
    for (std::size_t i = 0; i < commands.size(); ++i) {
      EXPECT_TRUE(ledger_->Apply(commands[i], [&answers, i](Result<ledger::Outcome> result) {
        answers[i].set_value(std::move(result));
      }));
    }
    open.count_down();
    std::vector<Result<ledger::Outcome>> results;
    for (auto& answer : answers) results.push_back(answer.get_future().get());
    return results;
  }

  FailingStore store_;
};
INSTANTIATE_TEST_SUITE_P(Every, FailingStoreTest, testing::ValuesIn(kEngines), NameOfEngine);

TEST_P(FailingStoreTest, AFullDiskRefusesAndLeavesEverythingAsItWas) {
  const ledger::Record draft = Do("annual-2021", Action::kCreate, kDrafter);
  store_.full = true;
  for (int i = 1; i <= 2; ++i) {
    const auto refused = Apply(Ask("annual-2021", Action::kSubmit, kDrafter));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, Reason::kDiskFull);
    EXPECT_EQ(refused.error().retry_after, std::chrono::seconds(5));
    EXPECT_EQ(times_full_, i);
  }
  EXPECT_EQ(log_->FindRecord(base::ReportId("annual-2021")), draft);
  EXPECT_TRUE(Check(Ask("annual-2021", Action::kSubmit, kDrafter))) << "reads go on";

  store_.full = false;
  EXPECT_EQ(Do("annual-2021", Action::kSubmit, kDrafter).state, State::kLegalReview);
  EXPECT_EQ(committed_, 2U);
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_P(FailingStoreTest, AFullDiskRefusesEachCommandOfTheBatch) {
  store_.full = true;
  const auto answers =
      ApplyTogether({Ask("a", Action::kCreate, kDrafter), Ask("b", Action::kCreate, kDrafter),
                     Ask("c", Action::kCreate, kDrafter)});
  for (const auto& answer : answers) {
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().reason, Reason::kDiskFull);
  }
  EXPECT_TRUE(WholeLog().empty());
}

TEST_P(FailingStoreTest, ANumberOfAFormThatWasNotStoredIsGivenAgain) {
  for (const char* report : {"a", "b", "c"}) Do(report, Action::kCreate, kDrafter);
  const auto number = [this](const char* report) {
    return Do(report, Action::kSubmit, kDrafter).form_number.number;
  };
  EXPECT_EQ(number("a"), 1U);
  store_.full = true;
  for (int i = 0; i < 2; ++i) {
    for (const auto& answer : ApplyTogether(
             {Ask("b", Action::kSubmit, kDrafter), Ask("c", Action::kSubmit, kDrafter)})) {
      ASSERT_FALSE(answer);
      EXPECT_EQ(answer.error().reason, Reason::kDiskFull);
    }
  }
  store_.full = false;
  EXPECT_EQ(number("c"), 2U);
  // The whole batch is tried again without what meets damage.
  store_.unwritable = "b";
  const auto answers =
      ApplyTogether({Ask("b", Action::kSubmit, kDrafter), Ask("d", Action::kCreate, kDrafter)});
  EXPECT_EQ(answers.at(0).error().reason, Reason::kLogCorrupt);
  EXPECT_TRUE(answers.at(1));
  store_.unwritable.clear();
  EXPECT_EQ(number("d"), 3U);
  EXPECT_EQ(number("b"), 4U);
  ExpectLogIsSound(*log_, WholeLog());
}

// What the policy revokes counts though the disk is too full to record it.
TEST_P(FailingStoreTest, ARevocationThatCannotBeRecordedCountsAtOnceAndIsRecordedLater) {
  Do("annual-2021", Action::kCreate, kDrafter);
  Do("annual-2021", Action::kSubmit, kDrafter);
  Do("annual-2021", Action::kApproveLegal, ledger::kLegal);
  Do("annual-2021", Action::kApproveSecrecy, ledger::kSecrecy);
  const ledger::Revocation revocation{.identity = base::ActorId("user/legal"),
                                      .since = ledger::kNow};
  store_.full = true;
  EXPECT_EQ(Revoke(revocation).error().reason, Reason::kDiskFull);
  EXPECT_EQ(Check(Ask("annual-2021", Action::kPublish, ledger::kPublisher)).error().reason,
            Reason::kApprovalNotFresh);
  store_.full = false;
  EXPECT_TRUE(KeepPolicy());
  EXPECT_EQ(WholeLog().size(), 6U);
}

TEST_P(FailingStoreTest, OfABatchOnlyWhatMeetsDamageIsRefused) {
  store_.unwritable = "b";
  const auto answers =
      ApplyTogether({Ask("a", Action::kCreate, kDrafter), Ask("b", Action::kCreate, kDrafter),
                     Ask("c", Action::kCreate, kDrafter)});
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_TRUE(answers[0]);
  EXPECT_TRUE(answers[2]);
  ASSERT_FALSE(answers[1]);
  EXPECT_EQ(answers[1].error().reason, Reason::kLogCorrupt);
  EXPECT_EQ(WholeLog().size(), 2U);
  store_.unwritable.clear();
  Do("b", Action::kCreate, kDrafter);
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_P(FailingStoreTest, WhatCannotBeReadIsRefusedWhateverIsAsked) {
  store_.unreadable = base::ReportId("annual-2021");
  const ledger::Command create = Ask("annual-2021", Action::kCreate, kDrafter);
  EXPECT_EQ(Apply(create).error().reason, Reason::kLogCorrupt);
  EXPECT_EQ(Check(create).error().reason, Reason::kLogCorrupt);
  EXPECT_EQ(Refuse(create, std::nullopt).error().reason, Reason::kLogCorrupt);
  Do("annual-2022", Action::kCreate, kDrafter);
}

TEST_P(FailingStoreTest, ADamagedLogRefusesEveryChangeAndSaysWhy) {
  Do("annual-2021", Action::kCreate, kDrafter);
  ledger_->RefuseAll("entries/7 is not in the tree");
  const auto refused = Apply(Ask("annual-2021", Action::kSubmit, kDrafter));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::kLogCorrupt);
  EXPECT_NE(refused.error().message.find("entries/7 is not in the tree"), std::string::npos);
  EXPECT_EQ(WholeLog().size(), 1U);
}

TEST_P(FailingStoreTest, AFlushThatFailsIsToldAndNoReplyIsMade) {
  std::promise<std::string> told;
  on_failure_ = [&told](const std::string& what) { told.set_value(what); };
  std::atomic<bool> replied = false;
  store_.broken = true;
  ASSERT_TRUE(ledger_->Apply(Ask("annual-2021", Action::kCreate, kDrafter),
                             [&replied](const auto&) { replied = true; }));
  EXPECT_EQ(told.get_future().get(), "the flush failed");
  ledger_.reset();
  EXPECT_FALSE(replied);
}

}  // namespace
}  // namespace gongkai::conformance
