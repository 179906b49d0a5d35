#include "services/workflow/deadline/time_keeping.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>

#include "services/workflow/deadline/schedule.h"
#include "tests/services/workflow/store/sqlite/sqlite_fixture.h"
#include "workflow/base/time.h"

namespace gongkai::workflow {
namespace {

using ledger::kDrafter;
using machine::Action;

// The time keeping of a ledger whose clock the test sets.
class TimeKeepingTest : public OnSqlite<conformance::LedgerFixture> {
 protected:
  TimeKeepingTest() {
    Close();
    schedule_ = [this](const ledger::Record& record, bool entered) {
      return ScheduleOf(record, entered, *calendars_->current(), {.legal = 5, .near = 1});
    };
    Open();
  }
  ~TimeKeepingTest() override { keeping_.reset(); }

  void Start() {
    keeping_ = std::make_unique<TimeKeeping>(
        *calendars_, *log_, *ledger_,
        TimeKeeping::Options{.now = [this] { return base::FromMicros(now_us_); },
                             .schedule = schedule_});
  }

  void GoTo(int year, int month, int day) {
    const ledger::Day date(std::chrono::year(year) / month / day);
    now_us_ = base::ToMicros(base::StartInChina(date) + std::chrono::hours(9));
  }

  // Blocks until the log has so many entries of the clock; returns the actions.
  std::string Told(std::size_t count) {
    std::string told;
    for (int i = 0; i < 600; ++i) {
      told.clear();
      std::size_t found = 0;
      for (const ledger::Sealed& sealed : WholeLog()) {
        if (!machine::IsOfClock(sealed.entry.action)) continue;
        ++found;
        told += std::string(ToString(sealed.entry.action)) + ' ';
        EXPECT_EQ(sealed.entry.actor, base::ActorId::OfService("workflow"));
      }
      if (found >= count) return told;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return told;
  }

  void Submit(const std::string& report) {
    Do(report, Action::kCreate, kDrafter);
    Do(report, Action::kSubmit, kDrafter);
  }

  std::filesystem::path WriteCalendar(const std::string& text) {
    const std::filesystem::path file = folder_.path() / "calendar.yaml";
    std::ofstream(file) << text;
    return file;
  }

  std::unique_ptr<Calendars> calendars_ = std::make_unique<Calendars>();
  std::unique_ptr<TimeKeeping> keeping_;
};

TEST_F(TimeKeepingTest, RecordsWhatComesDueWhileItRuns) {
  GoTo(2026, 3, 2);  // a Monday
  Submit("report-a");
  Start();
  GoTo(2026, 3, 9);
  EXPECT_EQ(Told(1), "DUE_SOON ");
  GoTo(2026, 3, 10);
  EXPECT_EQ(Told(2), "DUE_SOON OVERDUE ");
}

TEST_F(TimeKeepingTest, RecordsWhatCameDueWhileItDidNotRun) {
  GoTo(2026, 3, 2);
  for (int i = 0; i < 250; ++i) Submit("report-" + std::to_string(i));
  GoTo(2026, 6, 1);
  Start();
  std::string all;
  for (int i = 0; i < 250; ++i) all += "OVERDUE ";
  EXPECT_EQ(Told(250), all);
  keeping_.reset();
  Close();
  Open();
  Start();
  Submit("report-b");
  GoTo(2026, 6, 30);
  EXPECT_EQ(Told(251), all + "OVERDUE ") << "each once";
}

// Somebody makes the file say that an OVERDUE was not told yet.
TEST_F(TimeKeepingTest, RecordsNothingOfARecordThatIsNotTheFoldOfItsEntries) {
  GoTo(2026, 3, 2);
  Submit("report-a");
  GoTo(2026, 3, 10);
  ASSERT_TRUE(KeepTime("report-a"));
  ASSERT_EQ(Told(1), "OVERDUE ");
  GoTo(2026, 3, 11);
  Submit("report-b");
  Close();
  {
    sql::Connection writer = Connect();
    sql::Statement& select = writer.Prepare(
        "SELECT sql FROM sqlite_schema WHERE name = 'record_is_updated_at_its_newest_entry'");
    select.Query();
    ASSERT_TRUE(select.Step());
    const std::string trigger(select.Text(0));
    select.Reset();
    writer.Execute("DROP TRIGGER record_is_updated_at_its_newest_entry");
    writer.Execute(
        "UPDATE record SET terms = replace(terms, char(9) || '2' || char(10), char(9) || '1' || "
        "char(10)), notify_us = due_us WHERE id = 'report-a'");
    writer.Execute(trigger);
  }
  OpenEngine();
  OpenLedger(engine_->store());
  GoTo(2026, 3, 30);
  Start();
  EXPECT_EQ(Told(2), "OVERDUE OVERDUE ");
  keeping_.reset();
  EXPECT_EQ(log_->FindRecord(base::ReportId("report-b"))->terms.stage.told, ledger::Told::kOverdue);

  // An act goes by what is stored, as every act does. The check of the whole log finds it.
  Do("report-a", Action::kWithhold, ledger::kLegal);
  const std::unique_ptr<LogCheck> check = engine_->MakeCheck();
  EXPECT_THROW(
      {
        while (check->CheckMore()) {
        }
      },
      ledger::StoreDamaged);
}

TEST_F(TimeKeepingTest, ReschedulesWhenAYearIsAnnounced) {
  const std::string years =
      "years:\n  2027:\n    source: x\n    off: [2027-01-01]\n    worked: []\n";
  calendars_ = *Calendars::Open(WriteCalendar(years + "...\n"));
  Close();
  Open();
  GoTo(2027, 12, 28);
  Submit("report-a");
  EXPECT_EQ(log_->FindRecord(base::ReportId("report-a"))->terms.stage.due, base::Time{});
  Start();
  WriteCalendar(years +
                "  2028:\n    source: y\n    off: [2028-01-01/2028-01-03]\n    worked: []\n...\n");
  EXPECT_EQ(Told(1), "RESCHEDULE ");
  const ledger::Record record = *log_->FindRecord(base::ReportId("report-a"));
  EXPECT_EQ(base::Rfc3339(record.terms.stage.due), "2028-01-05T16:00:00Z") << "29, 30, 31, 4, 5";
  GoTo(2028, 1, 6);
  EXPECT_EQ(Told(2), "RESCHEDULE OVERDUE ");
}

TEST_F(TimeKeepingTest, AtItsStartReschedulesWhatAnotherCalendarSaysOtherwise) {
  const std::string years =
      "years:\n  2027:\n    source: x\n    off: [2027-01-01]\n    worked: []\n";
  GoTo(2026, 12, 28);
  Submit("report-a");
  calendars_ = *Calendars::Open(WriteCalendar(years + "...\n"));
  Start();
  EXPECT_EQ(Told(1), "RESCHEDULE ");
}

}  // namespace
}  // namespace gongkai::workflow
