// A file of an earlier version of the program: what is in it, and what becomes of it.
#include <gmock/gmock.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/lib/sql/error.h"
#include "services/lib/sql/migration.h"
#include "services/workflow/store/sqlite/schema.h"
#include "services/workflow/store/sqlite/sqlite_store.h"
#include "tests/services/workflow/store/sqlite/sqlite_fixture.h"
#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"
#include "workflow/ledger/sealing.h"

namespace gongkai::workflow {
namespace {

using ledger::kDrafter;
using ledger::kLegal;
using ledger::kPublisher;
using ledger::kSecrecy;
using machine::Action;
using testing::SizeIs;

// Writes a file of version 1, which had neither endorsements nor numbers of review forms.
class Version1 {
 public:
  explicit Version1(const std::filesystem::path& file)
      : connection_(file, sql::Connection::Mode::kReadWrite), store_(connection_) {
    sql::Migrate(connection_, Migrations().first(1));
    store_.Begin();
  }

  // Appends the entry of a command that must be allowed.
  void Append(const std::string& report, Action action, const machine::Actor& actor,
              const std::string& detail) {
    ledger::Record& record = records_[report];
    ledger::Command command = ledger::Ask(record, action, actor);
    command.subject = ledger::ReportSubject(base::ReportId(report));
    ledger::SetDetail(command, detail);
    const ledger::Decision decision = *Decide(record, command, {.now = ledger::kNow});
    ledger::Entry entry;
    entry.index = base::EntryIndex{frontier_.size()};
    entry.time = ledger::kNow + std::chrono::microseconds(frontier_.size());
    entry.subject = command.subject;
    entry.sequence = record.sequence + 1;
    if (record.sequence > 0) entry.previous = record.head_hash;
    entry.actor = actor.id;
    entry.department = actor.department;
    entry.role = decision.role;
    entry.action = action;
    entry.from = record.state;
    entry.to = decision.to;
    entry.content = command.content;
    entry.comment = command.comment;
    entry.detail = detail;
    const ledger::Sealed sealed = *ledger::Seal(entry);
    std::vector<merkle::Hash> completed;
    frontier_.Append(sealed.hash, [&completed](merkle::NodeId, const merkle::Hash& node) {
      completed.push_back(node);
    });
    store_.Append(sealed, completed);
    Fold(record, entry, sealed.hash);
    for (const base::Digest& part : record.parts) store_.PutAuthor(part, record.creator);
    store_.PutAuthor(record.content, record.creator);
  }

  // Writes the row of each report, and of each a kept copy, as version 1 had them. Returns the
  // reports.
  std::map<std::string, ledger::Record> Finish() {
    for (const auto& [id, record] : records_) InsertRow(record);
    connection_.Execute("INSERT INTO kept_record SELECT * FROM record");
    store_.PutFrontier(frontier_);
    store_.Commit();
    return records_;
  }

 private:
  // By name and value, whatever the program writes today.
  void InsertRow(const ledger::Record& record) {
    std::string approvals;
    for (const ledger::Approval& approval : record.approvals) {
      approvals += std::to_string(static_cast<int>(approval.action)) + '\t' +
                   approval.reviewer.text() + "\t\t" + std::string(approval.content.view()) +
                   std::to_string(base::ToMicros(approval.time)) + '\n';
    }
    std::string parts;
    for (const base::Digest& part : record.parts) parts += part.view();
    std::string contributors;
    for (const base::ActorId& contributor : record.contributors) {
      contributors += contributor.text() + '\n';
    }
    const std::string head_hash(record.head_hash.begin(), record.head_hash.end());
    const auto earlier = [](const std::optional<base::Digest>& content) {
      return content ? std::optional(sql::Bytes{""}) : std::nullopt;  // the one that it has now
    };
    connection_
        .Prepare(
            "INSERT INTO record (number, id, state, sequence, head, head_hash, last_action, "
            "last_actor, department, creator, content, parts, submitted, passed, disclosure, "
            "approvals, contributors, claimed_by, claim_until_us, claimants, corrects, "
            "superseded_by, planned_us, comment, create_us, update_us, state_us, submit_us, "
            "publish_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
            "$15, $16, $17, '', 0, '', '', '', $18, $19, $20, $21, $22, $23, $24)")
        .Run(record.number, record.id.text(), record.state, record.sequence, record.head,
             sql::Bytes{head_hash}, record.last_action, record.last_actor.text(), record.department,
             record.creator.text(), sql::Bytes{record.content.view()}, sql::Bytes{parts},
             earlier(record.submitted), earlier(record.passed), record.disclosure,
             sql::Bytes{approvals}, contributors, record.planned_time, record.comment,
             record.create_time, record.update_time, record.state_time, record.submit_time,
             record.publish_time);
  }

  sql::Connection connection_;
  SqliteStore store_;
  merkle::Frontier frontier_;
  std::map<std::string, ledger::Record> records_;
};

class MigrationTest : public OnSqlite<conformance::LedgerFixture> {
 protected:
  // Writes a file of version 1 in which reports stand at every place that matters here, and opens
  // it.
  MigrationTest() {
    Close();
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(File().string() + end);
    using ledger::Disclosure;
    using ledger::details::OfSubmission;
    Version1 old(File());
    const std::string create = ledger::details::OfParts({base::Sha256("text")});
    const std::string passed = ledger::details::OfAnswer(true);
    old.Append("draft", Action::kCreate, kDrafter, create);
    for (const char* report : {"returned", "legal", "cleared", "filed"}) {
      old.Append(report, Action::kCreate, kDrafter, create);
      old.Append(report, Action::kSubmit, kDrafter,
                 OfSubmission(report == std::string("filed") ? Disclosure::kOnRequest
                                                             : Disclosure::kActiveRedacted,
                              base::FromMicros(7)));
    }
    old.Append("returned", Action::kApproveLegal, kLegal, passed);
    old.Append("returned", Action::kReturn, kSecrecy, "");
    for (const char* report : {"cleared", "filed"}) {
      old.Append(report, Action::kApproveLegal, kLegal, passed);
      old.Append(report, Action::kApproveSecrecy, kSecrecy, passed);
    }
    old.Append("filed", Action::kFile, kPublisher, "");
    records_ = old.Finish();
  }

  // Returns what the check of the whole log finds; empty if nothing.
  std::string FullFinding() {
    const std::unique_ptr<LogCheck> check = engine_->MakeCheck();
    try {
      while (check->CheckMore()) {
      }
    } catch (const ledger::StoreDamaged& damage) {
      return damage.what();
    }
    EXPECT_EQ(check->entries(), WholeLog().size());
    EXPECT_EQ(check->records(), records_.size());
    return "";
  }

  std::map<std::string, ledger::Record> records_;
};

TEST_F(MigrationTest, ARecordOfVersion1ReadsAsTheFoldOfItsEntries) {
  Open();
  ASSERT_THAT(records_, SizeIs(5));
  for (const auto& [id, record] : records_) {
    EXPECT_EQ(log_->FindRecord(base::ReportId(id)), record) << id;
    EXPECT_EQ(log_->FindRecordAt(base::ReportId(id), record.head), record) << id << ", as kept";
  }
  const ledger::Record cleared = *log_->FindRecord(base::ReportId("cleared"));
  EXPECT_EQ(cleared.proposed, ledger::Disclosure::kActiveRedacted) << "as it was submitted";
  EXPECT_EQ(cleared.disclosure, ledger::Disclosure::kActiveRedacted);
  EXPECT_EQ(cleared.disclosure_reason, "");
  EXPECT_FALSE(cleared.form_number.IsGiven());
  EXPECT_THAT(cleared.co_issuers, testing::IsEmpty());
  ASSERT_THAT(cleared.approvals, SizeIs(2));
  EXPECT_EQ(cleared.approvals[0].reviewer, kLegal.id);
  EXPECT_EQ(cleared.approvals[0].department, "");
  conformance::ExpectLogIsSound(*log_, WholeLog());
}

TEST_F(MigrationTest, AFileOfVersion1PassesTheFullCheckAtEveryStart) {
  for (int start = 0; start < 2; ++start) {
    Open();
    EXPECT_EQ(FullFinding(), "");
    Close();
  }
  sql::Connection writer = Connect();
  EXPECT_THROW(sql::Migrate(writer, Migrations().first(1)), sql::OpenError)
      << "the program of version 1 does not serve it any more";
}

TEST_F(MigrationTest, AReportThatWasSubmittedBeforeGetsItsFirstNumberWhenItIsSubmittedNext) {
  Open();
  const auto given = [this](const std::string& report) {
    const ledger::FormNumber number = Do(report, Action::kSubmit, kDrafter).form_number;
    EXPECT_EQ(number.year, 2026);
    return number.number;
  };
  EXPECT_EQ(given("returned"), 1U);
  EXPECT_EQ(given("draft"), 2U);
  Do("legal", Action::kReturn, kLegal);
  Do("filed", Action::kReassess, kPublisher);
  EXPECT_EQ(given("filed"), 3U);
  Close();
  Open();
  EXPECT_EQ(given("legal"), 4U);
  EXPECT_EQ(log_->FindRecord(base::ReportId("returned"))->submit_time,
            records_.at("returned").submit_time)
      << "of the first time";
  EXPECT_EQ(FullFinding(), "");
  conformance::ExpectLogIsSound(*log_, WholeLog());
}

TEST_F(MigrationTest, AReportOfVersion1GoesOnWhereItStood) {
  Open();
  Do("legal", Action::kApproveLegal, kLegal);
  Do("cleared", Action::kSign, ledger::kSignatory);
  const ledger::Record published = Do("cleared", Action::kPublish, kPublisher);
  EXPECT_FALSE(published.form_number.IsGiven()) << "it was not submitted again";
  EXPECT_EQ(published.approvals.back().action, Action::kSign);
  EXPECT_EQ(FullFinding(), "");
}

TEST_F(MigrationTest, TheDatabaseRefusesANumberOfADepartmentTwice) {
  Open();
  Do("draft", Action::kSubmit, kDrafter);
  Close();
  OpenEngine();
  sql::Connection writer = Connect();
  writer.Execute("DROP TRIGGER record_is_updated_at_its_newest_entry");
  writer.Execute("UPDATE record SET form_year = 2026, form_number = 2 WHERE id = 'returned'");
  writer.Execute("UPDATE record SET form_year = 2025, form_number = 1 WHERE id = 'legal'");
  const auto message = [&writer](const std::string& sql) -> std::string {
    try {
      writer.Execute(sql);
    } catch (const sql::ConstraintError& refused) {
      return refused.what();
    }
    return "";
  };
  const std::string twice = "form_year = 2026, form_number = 1 WHERE id = 'returned'";
  EXPECT_THAT(message("UPDATE record SET " + twice), testing::HasSubstr("UNIQUE"));
  EXPECT_EQ(message("UPDATE record SET department = '财政局', " + twice), "")
      << "each department has its own";
  EXPECT_EQ(message("UPDATE record SET form_year = 0, form_number = 0"), "")
      << "any number of reports has none";
}

}  // namespace
}  // namespace gongkai::workflow
