// What the ledger's writer may rely on: a batch is there whole or not at all, whatever happens.
#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "tests/conformance/ledger_fixture.h"
#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"
#include "workflow/ledger/sealing.h"

namespace gongkai::conformance {
namespace {

using ledger::kDrafter;
using machine::Action;

const base::ReportId kReport("annual-2021");
constexpr char kRequest[] = "0190b2f0-1111-7000-8000-000000000001";

// Writes the entries of one report straight into a store, as the ledger does.
class Writing {
 public:
  explicit Writing(ledger::Store& store, base::ReportId report = kReport)
      : store_(store),
        report_(std::move(report)),
        frontier_(store.LoadFrontier()),
        record_(store.FindRecord(report_).value_or(ledger::Record{})) {}

  const ledger::Record& record() const { return record_; }
  const merkle::Frontier& frontier() const { return frontier_; }

  // Appends an entry of this action, and stores what follows from it.
  void Append(Action action, const std::string& request_id = "") {
    Append(Next(action, request_id));
  }

  // Appends the SUBMIT that gives the review form this number.
  void Submit(const ledger::FormNumber& number) {
    ledger::Entry entry = Next(Action::kSubmit, "");
    entry.detail = ledger::WithFormNumber(std::move(entry.detail), number);
    Append(std::move(entry));
  }

 private:
  void Append(ledger::Entry entry) {
    const ledger::Sealed sealed = *Seal(std::move(entry));
    std::vector<merkle::Hash> completed;
    frontier_.Append(sealed.hash, [&completed](merkle::NodeId, const merkle::Hash& node) {
      completed.push_back(node);
    });
    store_.Append(sealed, completed);
    Fold(record_, sealed.entry, sealed.hash);
    store_.PutAuthor(record_.content, kDrafter.id);
    store_.PutRecord(record_, true);
    store_.PutFrontier(frontier_);
  }

  ledger::Entry Next(Action action, const std::string& request_id) const {
    const machine::Transition& row = *machine::Find(record_.state, action);
    ledger::Entry entry;
    entry.index = base::EntryIndex{frontier_.size()};
    entry.time = ledger::kNow;
    entry.subject = ledger::ReportSubject(report_);
    entry.sequence = record_.sequence + 1;
    if (record_.sequence > 0) entry.previous = record_.head_hash;
    entry.actor = kDrafter.id;
    entry.department = kDrafter.department;
    entry.role = row.role;
    entry.action = action;
    entry.from = row.from;
    entry.to = row.to;
    entry.content =
        action == Action::kSubmit ? record_.content : base::Sha256(EntryName(entry.index));
    entry.detail = ledger::RightDetail(action);
    entry.request_id = request_id;
    entry.request = base::Sha256(request_id);
    return entry;
  }

  ledger::Store& store_;
  const base::ReportId report_;
  merkle::Frontier frontier_;
  ledger::Record record_;
};

class StoreTest : public ConformanceTest {
 protected:
  StoreTest() {
    ledger_.reset();  // nothing else may write
  }

  ledger::Store& store() { return engine_->store(); }

  // Stores a log of two entries. Returns the report as it is then.
  ledger::Record Commit() {
    Writing writing(store());
    store().Begin();
    writing.Append(Action::kCreate, kRequest);
    writing.Append(Action::kEdit);
    store().Commit();
    return writing.record();
  }

  // Expects that the log has these two entries and nothing else.
  void ExpectOnly(const ledger::Record& record) {
    EXPECT_EQ(store().LoadFrontier().size(), 2U);
    EXPECT_EQ(store().FindRecord(kReport), record);
    EXPECT_FALSE(store().FindEntry(base::EntryIndex{2}));
    EXPECT_FALSE(store().FindRequest(kDrafter.id, "another"));
    EXPECT_EQ(store().FindChainEnd(ledger::ReportSubject(kReport))->sequence, 2U);
    EXPECT_TRUE(store().AuthorsOf(std::vector{base::Sha256("entries/2")}).empty());
    EXPECT_EQ(log_->ReadTree()->frontier().size(), 2U);
    EXPECT_EQ(WholeLog().size(), 2U);
    ExpectLogIsSound(*log_, WholeLog());
  }

  // Runs `write` on the closed log in a process of its own, which is killed then.
  template <class Write>
  void Killed(const Write& write) {
    Close();
    const auto run = [&] {
      OpenEngine();
      write();
      std::raise(SIGKILL);
    };
    EXPECT_EXIT(run(), testing::KilledBySignal(SIGKILL), "");
    OpenEngine();
  }
};
INSTANTIATE_TEST_SUITE_P(Every, StoreTest, testing::ValuesIn(kEngines), NameOfEngine);

TEST_P(StoreTest, AnOpenBatchIsSeenByItsWriterOnly) {
  Writing writing(store());
  store().Begin();
  writing.Append(Action::kCreate, kRequest);
  EXPECT_EQ(store().FindRecord(kReport), writing.record());
  EXPECT_EQ(store().FindRecordAt(kReport, base::EntryIndex{0}), writing.record());
  EXPECT_EQ(store().FindRequest(kDrafter.id, kRequest), base::EntryIndex{0});
  EXPECT_EQ(store().FindEntry(base::EntryIndex{0})->entry.subject.Report(), kReport);
  EXPECT_EQ(store().FindChainEnd(ledger::ReportSubject(kReport))->hash, writing.record().head_hash);
  EXPECT_EQ(store().AuthorsOf(std::vector{writing.record().content}), std::vector{kDrafter.id});
  EXPECT_FALSE(log_->FindRecord(kReport));
  EXPECT_FALSE(log_->FindEntry(base::EntryIndex{0}));
  EXPECT_TRUE(log_->AuthorsOf(std::vector{writing.record().content}).empty());
  EXPECT_EQ(log_->ReadTree()->frontier().size(), 0U);
  EXPECT_EQ(log_->NewestTime(), base::Time{});

  store().Commit();
  EXPECT_EQ(log_->FindRecord(kReport), writing.record());
  EXPECT_EQ(log_->FindEntry(base::EntryIndex{0})->hash, writing.record().head_hash);
  EXPECT_EQ(log_->AuthorsOf(std::vector{writing.record().content}), std::vector{kDrafter.id});
  EXPECT_EQ(log_->ReadTree()->frontier().Root(), writing.frontier().Root());
  EXPECT_EQ(log_->NewestTime(), ledger::kNow);
}

TEST_P(StoreTest, ABatchThatIsRolledBackLeavesNothing) {
  const ledger::Record record = Commit();
  Writing lost(store());
  store().Begin();
  for (int i = 0; i < 100; ++i) lost.Append(Action::kEdit, i == 0 ? "another" : "");
  store().Rollback();
  ExpectOnly(record);

  Writing next(store());
  store().Begin();
  next.Append(Action::kSubmit, "another");
  store().Commit();
  EXPECT_EQ(log_->FindRecord(kReport), next.record());
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_P(StoreTest, ABatchOfAKilledProcessLeavesNothing) {
  const ledger::Record record = Commit();
  Killed([this] {
    Writing lost(store());
    store().Begin();
    for (int i = 0; i < 100; ++i) lost.Append(Action::kEdit, i == 0 ? "another" : "");
  });
  ExpectOnly(record);
}

TEST_P(StoreTest, ACommittedBatchOutlivesItsKilledProcess) {
  Killed([this] { Commit(); });
  const ledger::Record record = log_->FindRecord(kReport).value_or(ledger::Record{});
  EXPECT_EQ(store().FindRequest(kDrafter.id, kRequest), base::EntryIndex{0});
  ExpectOnly(record);
}

TEST_P(StoreTest, AReportIsReadAsItWasAfterEachOfItsEntries) {
  constexpr int kEdits = 70;
  Close();
  Open();
  std::vector<ledger::Record> records{Do(kReport.text(), Action::kCreate, kDrafter)};
  for (int i = 0; i < kEdits; ++i) {
    ledger::Command edit = Ask(kReport.text(), Action::kEdit, kDrafter);
    edit.content = base::Sha256(std::to_string(i));
    records.push_back(Apply(edit)->record);
    Do("other-" + std::to_string(i), Action::kCreate, kDrafter);
  }
  ledger_.reset();
  for (const ledger::Record& record : records) {
    EXPECT_EQ(log_->FindRecordAt(kReport, record.head), record);
    EXPECT_EQ(store().FindRecordAt(kReport, record.head), record);
  }
  const ledger::Record& newest = records.back();
  EXPECT_EQ(log_->FindRecordAt(kReport, Next(newest.head)), newest) << "of another report";
  EXPECT_FALSE(log_->FindRecordAt(base::ReportId("other-1"), newest.number)) << "before the first";
  EXPECT_FALSE(log_->FindRecordAt(base::ReportId("none"), newest.head));
}

TEST_P(StoreTest, TheLastNumberOfAFormIsThatOfItsDepartmentAndYear) {
  const auto last = [this](std::int32_t year = 2026, std::string_view department = "办公室") {
    return store().LastFormNumber(department, year);
  };
  EXPECT_EQ(last(), 0U) << "of an empty log";
  EXPECT_EQ(last(0), 0U);
  const auto submit = [this](const char* report, const ledger::FormNumber& number,
                             const auto& between) {
    Writing writing(store(), base::ReportId(report));
    store().Begin();
    writing.Append(Action::kCreate);
    between();
    writing.Submit(number);
  };
  const auto nothing = [] {};
  submit("a", {.year = 2026, .number = 9}, [&] { EXPECT_EQ(last(), 0U) << "a draft has none"; });
  EXPECT_EQ(last(), 9U) << "of the open batch";
  store().Commit();
  EXPECT_EQ(last(), 9U);
  submit("b", {.year = 2026, .number = 10}, [&] { EXPECT_EQ(last(), 9U); });
  EXPECT_EQ(last(), 10U);
  store().Rollback();
  EXPECT_EQ(last(), 9U);

  submit("c", {.year = 2026, .number = 10}, nothing);
  store().Commit();
  submit("d", {.year = 2026, .number = 2}, nothing);  // the highest, not the newest
  store().Commit();
  submit("e", {.year = 2027, .number = 1}, nothing);
  store().Commit();
  EXPECT_EQ(last(), 10U);
  EXPECT_EQ(last(2027), 1U);
  EXPECT_EQ(last(2025), 0U);
  EXPECT_EQ(last(0), 0U);
  EXPECT_EQ(last(2026, "财政局"), 0U);
  EXPECT_EQ(last(2026, ""), 0U);
}

TEST_P(StoreTest, NoTwoReportsOfADepartmentHaveTheSameNumber) {
  const ledger::FormNumber number{.year = 2026, .number = 1};
  Writing first(store(), base::ReportId("first"));
  store().Begin();
  first.Append(Action::kCreate);
  first.Submit(number);
  store().Commit();
  Writing second(store(), base::ReportId("second"));
  store().Begin();
  second.Append(Action::kCreate);
  EXPECT_THROW(second.Submit(number), ledger::StoreNotWritten);
  store().Rollback();
  EXPECT_EQ(WholeLog().size(), 2U);
}

TEST_P(StoreTest, ATreeThatIsHeldStaysAsItWas) {
  Commit();
  const std::unique_ptr<ledger::TreeSnapshot> tree = log_->ReadTree();
  const merkle::Hash root = tree->frontier().Root();
  Writing writing(store());
  store().Begin();
  for (int i = 0; i < 10; ++i) writing.Append(Action::kEdit);
  store().Commit();
  EXPECT_EQ(tree->frontier().size(), 2U);
  EXPECT_EQ(tree->ReadNode({.level = 1, .index = 0}), root);
  EXPECT_EQ(log_->ReadTree()->frontier().size(), 12U);
}

}  // namespace
}  // namespace gongkai::conformance
