// The numbers of review forms: one series for each department and year, without a gap and without a
// double, whatever happens to the batches in which they are given.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tests/workflow/ledger/memory_store.h"
#include "tests/workflow/ledger/reports.h"
#include "workflow/base/digest.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"
#include "workflow/ledger/batch.h"

namespace gongkai::ledger {
namespace {

using machine::Action;
using std::chrono::microseconds;
using std::chrono::sys_days;

// The end of 2026 in China.
constexpr base::Time kNewYear =
    sys_days(std::chrono::December / 31 / 2026) + std::chrono::hours(16);

class FormNumbersTest : public testing::Test {
 protected:
  FormNumbersTest() { Forget(); }

  // Does what the ledger does with a batch. Returns false if the disk is full.
  template <class Work>
  bool InOneBatch(const Work& work) {
    store_.Begin();
    Batch batch(store_, denials_, clock_, environment_, frontier_, memory_);
    work(batch);
    batch.Flush();
    try {
      store_.Commit();
    } catch (const StoreFull&) {
      store_.Rollback();
      Forget();
      return false;
    }
    frontier_ = batch.frontier();
    return true;
  }

  // What the ledger remembers between two batches is dropped, as after a restart.
  void Forget() {
    const auto none = std::make_shared<const Revocations>();
    memory_ = {.reports = {}, .revocations = none, .in_force = none};
  }

  // Returns the report as the next command of the batch finds it.
  Record Find(const std::string& id) {
    const auto known = memory_.reports.find(base::ReportId(id));
    Record record = known != memory_.reports.end()
                        ? known->second.record
                        : store_.FindRecord(base::ReportId(id)).value_or(Record{});
    record.id = base::ReportId(id);
    return record;
  }

  static Actor DrafterOf(const std::string& department) {
    return Person("user/drafter", machine::Role::kDrafter, department);
  }

  // Does it, which must be allowed. Returns the report after it.
  Record Do(Batch& batch, const std::string& id, Action action, const Actor& actor) {
    const Result<Outcome> outcome = batch.Apply(Ask(Find(id), action, actor));
    EXPECT_TRUE(outcome) << id << ": " << outcome.error().message;
    return outcome ? outcome->record : Record{};
  }

  // Creates a report and submits it. Returns the number that it gets.
  FormNumber Submit(Batch& batch, const std::string& id, const std::string& department = "办公室") {
    Do(batch, id, Action::kCreate, DrafterOf(department));
    return Do(batch, id, Action::kSubmit, DrafterOf(department)).form_number;
  }

  // The same in a batch of its own.
  FormNumber Submit(const std::string& id, const std::string& department = "办公室") {
    FormNumber given;
    EXPECT_TRUE(InOneBatch([&](Batch& batch) { given = Submit(batch, id, department); }));
    return given;
  }

  static FormNumber Of2026(std::uint32_t number) { return {.year = 2026, .number = number}; }

  // Expects that the numbers of each department and year are 1, 2, 3 … in the order in which they
  // were given, that each was given to one report, and that the records say the same as the log.
  void ExpectNoGapAndNoDouble() {
    std::map<std::pair<std::string, std::int32_t>, std::uint32_t> last;
    std::map<std::string, FormNumber> given;
    for (const Sealed& sealed : store_.log()) {
      const Entry& entry = sealed.entry;
      if (entry.action != Action::kSubmit) continue;
      const Detail detail = ReadDetail(entry.action, entry.detail).value();
      const FormNumber number = std::get<Submission>(detail).form_number;
      const bool first = !given.contains(entry.subject.id);
      EXPECT_EQ(number.IsGiven(), first) << entry.subject.id << " is given one number, at first";
      if (!first) continue;
      given[entry.subject.id] = number;
      EXPECT_EQ(number.number, ++last[std::pair(entry.department, number.year)])
          << entry.department << " in " << number.year;
      const std::chrono::year_month_day day(base::DayInChina(entry.time));
      EXPECT_EQ(number.year, static_cast<int>(day.year()));
    }
    for (const auto& [id, record] : store_.records()) {
      const auto number = given.find(id);
      EXPECT_EQ(record.form_number, number == given.end() ? FormNumber{} : number->second) << id;
    }
    for (const auto& [series, number] : last) {
      EXPECT_EQ(store_.LastFormNumber(series.first, series.second), number);
    }
  }

  MemoryStore store_;
  Denials denials_;
  Clock clock_{base::Time{}};
  base::Time now_ = kNow;
  const Ledger::Environment environment_{
      .now = [this] { return now_; },
      .fill_random = [](std::span<std::uint8_t> out) { std::ranges::fill(out, 1); },
      .actor_of = [](const base::ActorId& id, base::Time) { return Person(id.text(), {}); }};
  merkle::Frontier frontier_;
  Memory memory_;
};

TEST_F(FormNumbersTest, AreCountedWithinABatchAndFromOneBatchToTheNext) {
  std::vector<FormNumber> given;
  ASSERT_TRUE(InOneBatch([&](Batch& batch) {
    for (const char* id : {"a", "b", "c"}) given.push_back(Submit(batch, id));
  }));
  EXPECT_THAT(given, testing::ElementsAre(Of2026(1), Of2026(2), Of2026(3)));
  EXPECT_EQ(Submit("d"), Of2026(4));
  Forget();
  EXPECT_EQ(Submit("e"), Of2026(5)) << "after a restart";
  ExpectNoGapAndNoDouble();
}

TEST_F(FormNumbersTest, ADraftHasNone) {
  ASSERT_TRUE(InOneBatch([&](Batch& batch) {
    EXPECT_FALSE(Do(batch, "a", Action::kCreate, kDrafter).form_number.IsGiven());
    EXPECT_FALSE(Do(batch, "a", Action::kWithdraw, kDrafter).form_number.IsGiven());
  }));
  EXPECT_EQ(Submit("b"), Of2026(1));
}

TEST_F(FormNumbersTest, WhatWasNotStoredIsGivenAgain) {
  EXPECT_EQ(Submit("a"), Of2026(1));
  store_.full = true;
  for (int attempt = 0; attempt < 2; ++attempt) {
    EXPECT_FALSE(InOneBatch([&](Batch& batch) {
      EXPECT_EQ(Submit(batch, "lost"), Of2026(2));
      EXPECT_EQ(Submit(batch, "lost-too"), Of2026(3));
    }));
  }
  store_.full = false;
  EXPECT_EQ(Submit("b"), Of2026(2));
  ExpectNoGapAndNoDouble();
}

TEST_F(FormNumbersTest, WhatIsRefusedTakesNone) {
  EXPECT_EQ(Submit("a"), Of2026(1));
  ASSERT_TRUE(InOneBatch([&](Batch& batch) {
    Do(batch, "b", Action::kCreate, kDrafter);
    Command submit = Ask(Find("b"), Action::kSubmit, kDrafter);
    SetDetail(submit, details::OfSubmission(Disclosure::kNone));
    EXPECT_EQ(batch.Apply(submit).error().reason, Reason::kContentIncomplete);
    submit = Ask(Find("b"), Action::kSubmit, kDrafter);
    submit.policy.head_endorses = true;
    EXPECT_EQ(batch.Apply(submit).error().reason, Reason::kApprovalNotFresh);
    submit.policy.head_endorses = false;
    EXPECT_TRUE(batch.Check(submit, true)) << "a check gives none";
    EXPECT_FALSE(Find("b").form_number.IsGiven());
    EXPECT_EQ(Submit(batch, "c"), Of2026(2));
    EXPECT_EQ(Do(batch, "b", Action::kSubmit, kDrafter).form_number, Of2026(3));
  }));
  ExpectNoGapAndNoDouble();
}

// An entry that cannot be sealed is not appended.
TEST_F(FormNumbersTest, WhatCannotBeSealedTakesNone) {
  ASSERT_TRUE(InOneBatch([&](Batch& batch) {
    Do(batch, "a", Action::kCreate, kDrafter);
    Command submit = Ask(Find("a"), Action::kSubmit, kDrafter);
    submit.comment = "\xb0\xec";  // no UTF-8
    EXPECT_EQ(batch.Apply(submit).error().reason, Reason::kInternal);
    EXPECT_EQ(Submit(batch, "b"), Of2026(1));
    EXPECT_EQ(Do(batch, "a", Action::kSubmit, kDrafter).form_number, Of2026(2));
  }));
  ExpectNoGapAndNoDouble();
}

TEST_F(FormNumbersTest, EachDepartmentHasItsOwn) {
  ASSERT_TRUE(InOneBatch([&](Batch& batch) {
    EXPECT_EQ(Submit(batch, "a", "办公室"), Of2026(1));
    EXPECT_EQ(Submit(batch, "b", "财政局"), Of2026(1));
    EXPECT_EQ(Submit(batch, "c", "办公室"), Of2026(2));
  }));
  Forget();
  EXPECT_EQ(Submit("d", "财政局"), Of2026(2));
  EXPECT_EQ(Submit("e", "审计局"), Of2026(1));
  EXPECT_EQ(Submit("f", "办公室"), Of2026(3));
  ExpectNoGapAndNoDouble();
}

// Whatever the time zone of the machine.
TEST_F(FormNumbersTest, TheYearIsThatOfChina) {
  now_ = kNewYear - microseconds(1);
  EXPECT_EQ(Submit("a"), Of2026(1));
  EXPECT_EQ(Submit("b"), Of2026(2));
  now_ = kNewYear;
  EXPECT_EQ(Submit("c"), (FormNumber{.year = 2027, .number = 1}));
  now_ -= std::chrono::hours(2);
  EXPECT_EQ(Submit("d"), (FormNumber{.year = 2027, .number = 2}))
      << "the ledger's time does not go back with the system's";
  ExpectNoGapAndNoDouble();
}

TEST_F(FormNumbersTest, AReportKeepsItsNumberHoweverOftenItIsSubmitted) {
  EXPECT_EQ(Submit("a"), Of2026(1));
  EXPECT_EQ(Submit("b"), Of2026(2));
  now_ = kNewYear;
  for (const bool restarts : {false, true}) {
    if (restarts) Forget();
    ASSERT_TRUE(InOneBatch([&](Batch& batch) {
      Do(batch, "a", Action::kReturn, kLegal);
      EXPECT_EQ(Do(batch, "a", Action::kSubmit, kDrafter).form_number, Of2026(1));
    }));
  }
  EXPECT_EQ(Submit("c"), (FormNumber{.year = 2027, .number = 1}));
  ExpectNoGapAndNoDouble();
}

TEST_F(FormNumbersTest, AReportOfBeforeThereWereNumbersGetsOneWhenItIsSubmittedAgain) {
  const Record old = After(InLegalReview(), Action::kReturn, kLegal);
  ASSERT_FALSE(old.form_number.IsGiven());
  store_.Plant(old);
  EXPECT_EQ(Submit("a"), Of2026(1));
  ASSERT_TRUE(InOneBatch([&](Batch& batch) {
    const Record again = Do(batch, old.id.text(), Action::kSubmit, kDrafter);
    EXPECT_EQ(again.form_number, Of2026(2));
    EXPECT_EQ(again.submit_time, old.submit_time) << "of the first";
  }));
  EXPECT_EQ(Submit("b"), Of2026(3));
}

TEST_F(FormNumbersTest, ANumberThatACallerSendsIsRefused) {
  ASSERT_TRUE(InOneBatch([&](Batch& batch) {
    Do(batch, "a", Action::kCreate, kDrafter);
    Command submit = Ask(Find("a"), Action::kSubmit, kDrafter);
    const std::string sound = submit.detail;
    SetDetail(submit, WithFormNumber(sound, {.year = 2020, .number = 99}));
    const Result<Outcome> refused = batch.Apply(submit);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, Reason::kInvalidField);
    SetDetail(submit, sound);
    EXPECT_EQ(batch.Apply(submit)->record.form_number, Of2026(1));
  }));
}

TEST_F(FormNumbersTest, ARequestSentAgainTakesNoOther) {
  Command submit;
  ASSERT_TRUE(InOneBatch([&](Batch& batch) {
    Do(batch, "a", Action::kCreate, kDrafter);
    submit = Ask(Find("a"), Action::kSubmit, kDrafter);
    submit.request_id = "0190b2f0-1111-7000-8000-000000000001";
    submit.request = base::Sha256("submit");
    EXPECT_EQ(batch.Apply(submit)->record.form_number, Of2026(1));
    const Result<Outcome> again = batch.Apply(submit);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->replayed);
    EXPECT_EQ(again->record.form_number, Of2026(1));
  }));
  EXPECT_EQ(Submit("b"), Of2026(2));
}

// Three departments, for two years, on a disk that is full at times.
TEST_F(FormNumbersTest, RandomWalksLeaveNoGapAndNoDouble) {
  const std::vector<std::string> departments = {"办公室", "财政局", "审计局"};
  const std::vector<std::pair<Action, Actor>> others = {
      {Action::kApproveLegal, kLegal},     {Action::kReturn, kLegal},
      {Action::kApproveSecrecy, kSecrecy}, {Action::kReturn, kSecrecy},
      {Action::kWithhold, kSecrecy},       {Action::kReturn, kPublisher},
      {Action::kPublish, kPublisher},      {Action::kReassess, kPublisher},
      {Action::kSign, kSignatory},         {Action::kEndorse, kHead}};
  constexpr std::array kDrafts = {Action::kCreate, Action::kEdit, Action::kSubmit, Action::kSubmit,
                                  Action::kWithdraw};
  std::size_t numbers = 0;
  std::set<std::int32_t> years;
  std::size_t failures = 0;
  for (unsigned seed = 0; seed < 20; ++seed) {
    std::mt19937 random(seed);  // NOLINT: the same walk each time
    const auto below = [&random](std::size_t n) { return random() % n; };
    store_ = {};
    frontier_ = {};
    clock_ = Clock(base::Time{});
    Forget();
    now_ = kNewYear - std::chrono::hours(24 * 60);
    for (int step = 0; step < 100; ++step) {
      now_ += std::chrono::hours(below(24 * 2));
      store_.full = below(5) == 0;
      const bool stored = InOneBatch([&](Batch& batch) {
        for (std::size_t commands = below(12); commands > 0; --commands) {
          const std::size_t report = below(30);
          const Record record = Find("report-" + std::to_string(report));
          const auto& [action, actor] = others[below(others.size())];
          Command command = below(2) == 0 ? Ask(record, kDrafts.at(below(kDrafts.size())),
                                                DrafterOf(departments[report % departments.size()]))
                                          : Ask(record, action, actor);
          if (command.action == Action::kEdit) {
            command.content = base::Sha256(std::to_string(below(1000)));
          }
          (void)batch.Apply(command);  // allowed or refused
        }
      });
      failures += stored ? 0U : 1U;
      if (below(10) == 0) Forget();
    }
    ExpectNoGapAndNoDouble();
    ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
    for (const auto& [id, record] : store_.records()) {
      if (!record.form_number.IsGiven()) continue;
      ++numbers;
      years.insert(record.form_number.year);
    }
  }
  EXPECT_GT(numbers, 200U);
  EXPECT_GT(failures, 200U);
  EXPECT_THAT(years, testing::ElementsAre(2026, 2027));
}

}  // namespace
}  // namespace gongkai::ledger
