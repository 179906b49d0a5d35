// Attempts on the file: what the database refuses by itself, and what is found where it was got at
// with the guards taken down.
#include <sqlite3.h>

#include <cstdint>
#include <fstream>
#include <future>
#include <string>
#include <utility>
#include <vector>

#include "services/lib/sql/error.h"
#include "services/workflow/store/full_check.h"
#include "services/workflow/store/head_check.h"
#include "tests/services/workflow/store/sqlite/sqlite_fixture.h"
#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"
#include "workflow/ledger/sealing.h"

namespace gongkai::workflow {
namespace {

class DamageTest : public OnSqlite<conformance::LedgerFixture> {
 protected:
  DamageTest() {
    for (int i = 0; i < 3; ++i) Publish("report-" + std::to_string(i));
  }

  // Runs SQL on the closed file as somebody with an editor would: with every trigger taken down and
  // put up again afterwards, so that the schema looks untouched.
  void Tamper(const std::string& sql) {
    Close();
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(File().c_str(), &db), SQLITE_OK);
    std::vector<std::pair<std::string, std::string>> triggers;
    const auto collect = [](void* out, int, char** values, char**) {
      static_cast<decltype(triggers)*>(out)->emplace_back(values[0], values[1]);
      return 0;
    };
    sqlite3_exec(db, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'", collect,
                 &triggers, nullptr);
    ASSERT_FALSE(triggers.empty());
    std::string script;
    for (const auto& [name, text] : triggers) script += "DROP TRIGGER " + name + ";";
    script += sql + ";";
    for (const auto& [name, text] : triggers) script += text + ";";
    char* error = nullptr;
    EXPECT_EQ(sqlite3_exec(db, script.c_str(), nullptr, nullptr, &error), SQLITE_OK) << error;
    sqlite3_close(db);
  }

  // Makes the index anew without the rows for which the condition is false; what the schema says of
  // it stays as it was. An empty condition puts all rows back.
  void Remake(const std::string& index, const std::string& condition) {
    Close();
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(File().c_str(), &db), SQLITE_OK);
    std::string text;
    const auto read = [](void* out, int, char** values, char**) {
      *static_cast<std::string*>(out) = values[0];
      return 0;
    };
    sqlite3_exec(db, ("SELECT sql FROM sqlite_schema WHERE name = '" + index + "'").c_str(), read,
                 &text, nullptr);
    ASSERT_FALSE(text.empty());
    std::string made = text;
    if (!condition.empty()) {
      made += (made.find(" WHERE ") == std::string::npos ? " WHERE " : " AND ") + condition;
    }
    std::string literal;
    for (const char c : text) literal += c == '\'' ? "''" : std::string(1, c);
    const std::string script = "DROP INDEX " + index + ";" + made +
                               "; PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = '" +
                               literal + "' WHERE name = '" + index + "'";
    char* error = nullptr;
    EXPECT_EQ(sqlite3_exec(db, script.c_str(), nullptr, nullptr, &error), SQLITE_OK) << error;
    sqlite3_close(db);
  }

  // What the check of the newest part finds; empty if nothing.
  std::string HeadFinding() {
    OpenEngine();
    std::string finding;
    try {
      CheckHead(*log_);
    } catch (const ledger::StoreDamaged& damage) {
      finding = damage.what();
    }
    Close();
    return finding;
  }

  // What the check of the whole log finds.
  std::string FullFinding() {
    OpenEngine();
    std::promise<std::string> finding;
    std::future<std::string> found = finding.get_future();
    {
      const FullCheck check(
          engine_->MakeCheck(), [] { return std::uint64_t{15}; },
          [&finding](const std::string& what) { finding.set_value(what); });
      found.wait();
    }
    Close();
    return found.get();
  }
};

TEST_F(DamageTest, TheDatabaseItselfRefusesToRewriteHistory) {
  sql::Connection writer = Connect();
  for (const char* sql : {
           "UPDATE entry SET actor = 'user/x' WHERE idx = 1",
           "UPDATE entry SET bytes = x'00' WHERE idx = 1",
           "DELETE FROM entry WHERE idx = 14",
           "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE idx = 1",
           "REPLACE INTO entry (idx, bytes, hash, subject, sequence, actor, action, to_state, "
           "time_us) SELECT 15, bytes, hash, subject, sequence, actor, action, to_state, time_us "
           "FROM entry WHERE idx = 1",
           "INSERT INTO entry SELECT idx + 20, bytes, hash, subject, sequence + 5, actor, action, "
           "to_state, time_us, NULL FROM entry WHERE idx = 14",
           "UPDATE record SET state = 7 WHERE id = 'report-0'",
           "UPDATE record SET head = 0 WHERE id = 'report-0'",
           "UPDATE record SET sequence = sequence + 1 WHERE id = 'report-0'",
           "UPDATE record SET head_hash = zeroblob(32) WHERE id = 'report-0'",
           "DELETE FROM record",
           "DELETE FROM author",
           "UPDATE author SET author = 'user/x'",
           "INSERT INTO kept_record SELECT * FROM record; UPDATE kept_record SET state = 7",
           "INSERT INTO kept_record SELECT * FROM record; DELETE FROM kept_record",
           "UPDATE nodes SET hashes = zeroblob(32) WHERE position = 0",
           "DELETE FROM nodes WHERE position = 0",
           "INSERT INTO nodes VALUES (100, zeroblob(32))",
           "INSERT INTO nodes SELECT position + 1, zeroblob(31) FROM nodes WHERE position = 10",
           "INSERT INTO nodes SELECT position + 1, x'' FROM nodes WHERE position = 10",
           "DELETE FROM tree",
           "UPDATE tree SET size = 3",
       }) {
    EXPECT_THROW(writer.Execute(sql), sql::ConstraintError) << sql;
  }
  EXPECT_EQ(WholeLog().size(), 15U);
}

// Other programs delete what they replace without a trigger.
TEST_F(DamageTest, TheDatabaseRefusesToReplaceAnEntryWhoeverAsks) {
  sql::Connection writer = Connect();
  writer.Execute("PRAGMA recursive_triggers = OFF");
  for (const char* index : {"0", "1", "13", "14"}) {
    const std::string replace =
        std::string("REPLACE INTO entry SELECT idx, x'00', hash, subject, ") +
        "sequence, actor, action, to_state, time_us, request_id FROM entry "
        "WHERE idx = " +
        index;
    EXPECT_THROW(writer.Execute(replace), sql::ConstraintError) << index;
  }
  EXPECT_EQ(WholeLog().size(), 15U);
}

TEST_F(DamageTest, ABrokenRuleEndsTheTransaction) {
  sql::Connection writer = Connect();
  writer.Begin();
  writer.Execute("CREATE TABLE before (i INTEGER)");
  EXPECT_THROW(writer.Execute("DELETE FROM entry WHERE idx = 14"), sql::ConstraintError);
  EXPECT_THROW(writer.Execute("COMMIT"), sql::Error) << "there is none any more";
  EXPECT_THROW(writer.Execute("SELECT * FROM before"), sql::Error) << "nothing is left of it";
  EXPECT_EQ(WholeLog().size(), 15U);
}

TEST_F(DamageTest, ASoundLogPassesBothChecks) {
  Close();
  EXPECT_EQ(HeadFinding(), "");
}

TEST_F(DamageTest, ADroppedTriggerIsNoticedOnOpening) {
  Close();
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(File().c_str(), &db), SQLITE_OK);
  sqlite3_exec(db, "DROP TRIGGER entry_is_never_changed", nullptr, nullptr, nullptr);
  sqlite3_close(db);
  EXPECT_THROW(OpenEngine(), sql::OpenError);
}

struct Case {
  const char* name;
  const char* sql;
  const char* finding;  // part of what is said
};
void PrintTo(const Case& c, std::ostream* os) { *os << c.name; }

class DamagedFileTest : public DamageTest, public testing::WithParamInterface<Case> {};

TEST_P(DamagedFileTest, IsFoundAtTheStartAndByTheFullCheck) {
  Tamper(GetParam().sql);
  EXPECT_NE(HeadFinding().find(GetParam().finding), std::string::npos) << HeadFinding();
  EXPECT_NE(FullFinding(), "");
}

std::string NameOf(const testing::TestParamInfo<Case>& test) { return test.param.name; }

INSTANTIATE_TEST_SUITE_P(
    Log, DamagedFileTest,
    testing::Values(
        Case{"ABitOfAnEntry",
             "UPDATE entry SET bytes = CAST(substr(bytes, 1, 60) || x'41' || substr(bytes, 62) AS "
             "BLOB) "
             "WHERE idx = 7",
             "entries/7 does not have its hash"},
        Case{"ABitOfAHash", "UPDATE entry SET hash = zeroblob(32) WHERE idx = 7",
             "entries/7 does not have its hash"},
        Case{"AnEntryWithItsHash",
             "UPDATE entry SET bytes = (SELECT bytes FROM entry WHERE idx = 3), "
             "hash = (SELECT hash FROM entry WHERE idx = 3) WHERE idx = 7",
             "entries/7 is another place's entry"},
        Case{"ARemovedEntry", "PRAGMA foreign_keys = OFF; DELETE FROM entry WHERE idx = 7",
             "a gap before entries/8"},
        Case{"ANode", "UPDATE nodes SET hashes = zeroblob(length(hashes))", "the tree"},
        Case{"TheRoot", "UPDATE tree SET root = zeroblob(32)", "does not have its root"},
        Case{"TheSize", "UPDATE tree SET size = 14", "does not have its root"}),
    NameOf);

TEST_F(DamageTest, ARowThatWasChangedWithoutAnEntryIsFoundAtTheStart) {
  Tamper("UPDATE record SET state = 8 WHERE id = 'report-2'");
  EXPECT_NE(HeadFinding().find("report-2 is not the fold"), std::string::npos);
}

class DerivedDataTest : public DamageTest, public testing::WithParamInterface<Case> {};

// What is an index over the entries, or the fold of them, hides or forges nothing for long.
TEST_P(DerivedDataTest, IsComparedWithTheEntriesByTheFullCheck) {
  Tamper(GetParam().sql);
  EXPECT_NE(FullFinding().find(GetParam().finding), std::string::npos) << FullFinding();
}

INSTANTIATE_TEST_SUITE_P(
    Log, DerivedDataTest,
    testing::Values(
        Case{"TheActor", "UPDATE entry SET actor = 'user/x' WHERE idx = 7", "columns of entries/7"},
        Case{"TheSubject", "UPDATE entry SET subject = 'reports/x' WHERE idx = 9",
             "columns of entries/9"},
        Case{"TheAction", "UPDATE entry SET action = 2 WHERE idx = 7", "columns of entries/7"},
        Case{"TheState", "UPDATE entry SET to_state = 2 WHERE idx = 7", "columns of entries/7"},
        Case{"TheTime", "UPDATE entry SET time_us = time_us + 1 WHERE idx = 7",
             "columns of entries/7"},
        Case{"TheRequest", "UPDATE entry SET request_id = 'other' WHERE idx = 7",
             "columns of entries/7"},
        Case{"AStateOutOfRange", "UPDATE record SET state = 77 WHERE id = 'report-0'",
             "a column holds 77"},
        Case{"ADisclosureBelowRange", "UPDATE record SET disclosure = -1 WHERE id = 'report-0'",
             "a column holds -1"},
        Case{"AnApprovalOfNoAction",
             "UPDATE record SET approvals = CAST('99' || char(9) || substr(CAST(approvals AS "
             "TEXT), 3) AS BLOB) WHERE id = 'report-0'",
             "a column holds 99"},
        Case{"AnApproval", "UPDATE record SET approvals = x'' WHERE id = 'report-0'",
             "report-0 is not the fold"},
        Case{"TheProposedAttribute", "UPDATE record SET proposed = 3 WHERE id = 'report-0'",
             "report-0 is not the fold"},
        Case{"AProposedAttributeOutOfRange", "UPDATE record SET proposed = 5 WHERE id = 'report-0'",
             "a column holds 5"},
        Case{"TheReasonOfADecision", "UPDATE record SET decision = 'x' WHERE id = 'report-0'",
             "report-0 is not the fold"},
        Case{"TheNumberOfAForm", "UPDATE record SET form_number = 9 WHERE id = 'report-0'",
             "report-0 is not the fold"},
        Case{"TheYearOfAForm", "UPDATE record SET form_year = 0 WHERE id = 'report-0'",
             "report-0 is not the fold"},
        Case{"TheCoIssuers", "UPDATE record SET co_issuers = 'x' || char(10) WHERE id = 'report-0'",
             "report-0 is not the fold"},
        Case{"CoIssuersThatAreCutOff", "UPDATE record SET co_issuers = 'x' WHERE id = 'report-0'",
             "a list of a record is cut off"},
        Case{"ARemovedRecord", "DELETE FROM record WHERE id = 'report-0'",
             "no record of reports/report-0"},
        Case{"AnAuthor", "DELETE FROM author WHERE part = (SELECT part FROM author LIMIT 1)",
             "an author of reports/report-"},
        Case{"AKeptRecord",
             "INSERT INTO kept_record SELECT * FROM record WHERE id = 'report-0'; UPDATE "
             "kept_record SET comment = 'x'",
             "report-0 is not the fold"},
        Case{"AKeptRecordOfNoEntry",
             "INSERT INTO kept_record SELECT * FROM record WHERE id = 'report-0'; UPDATE "
             "kept_record SET head = 14",
             "report-0 is not the fold"}),
    NameOf);

// In an index an action that there is not comes after all that there are.
TEST_F(DamageTest, AListThatMeetsAnActionOutOfRangeEnds) {
  Tamper("UPDATE entry SET action = 512 WHERE idx = 7");
  OpenEngine();
  EXPECT_THROW(
      (void)log_->ListEntries({.filter = "action = PUBLISH OR action = RETRACT", .page_size = 50},
                              [](const ledger::Sealed&) { return true; }),
      ledger::StoreDamaged);
}

// Leaves one row out of an index, which SQL cannot: the index is made again without it.
TEST_F(DamageTest, AnIndexThatLeavesAnEntryOutIsFoundByTheFullCheck) {
  struct Index {
    const char* name;
    const char* without;  // the condition that leaves rows out
  };
  for (const auto& [name, without] :
       {Index{"entry_kind", "idx <> 7"}, Index{"entry_actor", "idx <> 7"},
        Index{"entry_chain", "idx <> 7"}, Index{"record_newest", "number <> 5"},
        Index{"record_waiting", "number <> 5"}, Index{"record_due", "number <> 5"},
        Index{"record_due_of", "number <> 5"}, Index{"record_creator", "number <> 5"},
        Index{"record_form", "number <> 5"}}) {
    Remake(name, without);
    EXPECT_NE(FullFinding().find("does not have"), std::string::npos) << name;
    Remake(name, "");
  }
}

// Of an index that holds some rows only, those that it should hold.
TEST_F(DamageTest, AnIndexThatLeavesARequestOrACorrectionOutIsFoundByTheFullCheck) {
  ledger::Command create = Ask("correction", machine::Action::kCreate, ledger::kDrafter);
  create.corrects = base::ReportId("report-0");
  create.request_id = "0190b2f0-1111-7000-8000-000000000001";
  ASSERT_TRUE(Apply(create));
  Close();
  EXPECT_EQ(HeadFinding(), "");
  Remake("entry_request", "idx <> 15");
  EXPECT_NE(FullFinding().find("an index of the log does not have entries/15"), std::string::npos);
  Remake("entry_request", "");
  Remake("record_corrects", "number <> 15");
  EXPECT_NE(FullFinding().find("an index of the records does not have reports/correction"),
            std::string::npos);
}

// The file of a policy is no part of the entry that names it.
TEST_F(DamageTest, TheFileOfAPolicyThatIsChangedOrGoneIsFoundByTheFullCheck) {
  policy_ = "user/wang-fang may";
  ASSERT_TRUE(KeepPolicy());
  sql::Connection writer = Connect();
  for (const char* sql :
       {"UPDATE policy_file SET text = x'00'", "DELETE FROM policy_file",
        "INSERT OR REPLACE INTO policy_file SELECT sha256, x'00' FROM policy_file"}) {
    EXPECT_THROW(writer.Execute(sql), sql::Error) << sql;
  }
  Tamper("UPDATE policy_file SET text = CAST('user/wang-fang may not' AS BLOB)");
  EXPECT_NE(FullFinding().find("the file of a policy is not the one that was stored"),
            std::string::npos);
  OpenEngine();
  EXPECT_THROW(log_->FindPolicyFile(base::Sha256(policy_)), ledger::StoreDamaged);
  Tamper("DELETE FROM policy_file");
  EXPECT_NE(FullFinding().find("the file of the policy of entries/15 is missing"),
            std::string::npos);
}

// A file that is put there for a policy to come.
TEST_F(DamageTest, TheFileOfAPolicyThatNoEntryNamesIsFoundAndNeverTakenForTheTrueOne) {
  policy_ = "the next";
  Tamper("INSERT INTO policy_file VALUES (x'" + base::Sha256(policy_).ToHex() + "', x'00')");
  EXPECT_NE(FullFinding().find("the file of a policy is kept that no entry names"),
            std::string::npos);
  Open();
  EXPECT_EQ(KeepPolicy().error().reason, Reason::kLogCorrupt);
  EXPECT_EQ(WholeLog().size(), 15U) << "nothing names it";
}

// An entry that is sound but for its time, which the database let pass while it was unguarded.
TEST_F(DamageTest, ATimeThatGoesBackIsFoundByTheFullCheck) {
  ledger::Entry entry{.index = base::EntryIndex{15}, .subject = {.collection = "policy"}};
  entry.time = ledger::kNow - std::chrono::microseconds(1);
  entry.sequence = 1;
  entry.action = machine::Action::kRevoke;
  entry.detail = ledger::details::OfRevocation("user/a", base::FromMicros(1));
  const ledger::Sealed sealed = *ledger::Seal(entry);
  Close();
  OpenEngine();
  {
    sql::Connection unguarded = Connect();
    sql::Statement select =
        unguarded.PrepareOnce("SELECT sql FROM sqlite_schema WHERE name = 'entry_is_appended'");
    select.Query();
    ASSERT_TRUE(select.Step());
    const std::string guard(select.Text(0));
    select.Reset();
    unguarded.Execute("DROP TRIGGER entry_is_appended");
    ledger::Store& store = engine_->store();
    merkle::Frontier frontier = store.LoadFrontier();
    std::vector<merkle::Hash> completed;
    frontier.Append(sealed.hash, [&completed](merkle::NodeId, const merkle::Hash& node) {
      completed.push_back(node);
    });
    store.Begin();
    store.Append(sealed, completed);
    store.PutFrontier(frontier);
    store.Commit();
    unguarded.Execute(guard);
  }
  Close();
  EXPECT_EQ(HeadFinding(), "");
  EXPECT_NE(FullFinding().find("the time of entries/15 goes back"), std::string::npos);
}

TEST_F(DamageTest, AReadOfADamagedEntrySaysSo) {
  Tamper("UPDATE entry SET bytes = CAST(x'0a00' || substr(bytes, 3) AS BLOB) WHERE idx = 7");
  OpenEngine();
  EXPECT_THROW(log_->FindEntry(base::EntryIndex{7}), ledger::StoreDamaged);
  EXPECT_NO_THROW(log_->FindEntry(base::EntryIndex{6}));
}

// Overwrites the root page of a table or index, as a failing disk would.
void ZeroPage(const std::string& file, const std::string& name) {
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
  std::int64_t page = 0;
  const auto read = [](void* out, int, char** values, char**) {
    *static_cast<std::int64_t*>(out) = (std::stoll(values[0]) - 1) * std::stoll(values[1]);
    return 0;
  };
  const std::string sql =
      "SELECT rootpage, page_size FROM sqlite_schema, pragma_page_size WHERE name = '" + name + "'";
  sqlite3_exec(db, sql.c_str(), read, &page, nullptr);
  sqlite3_close(db);
  ASSERT_GT(page, 0);
  std::fstream(file, std::ios::in | std::ios::out | std::ios::binary).seekp(page)
      << std::string(4096, '\0');
}

TEST_F(DamageTest, EveryReadOfTheWriterSaysThatAPageIsDamaged) {
  Close();
  for (const std::string name :
       {"entry_request", "entry_chain", "author", "record_corrects", "record_form"}) {
    ZeroPage(File(), name);
  }
  OpenEngine();
  ledger::Store& store = engine_->store();
  EXPECT_THROW(store.FindRequest(base::ActorId("drafter"), "request-1"), ledger::StoreDamaged);
  EXPECT_THROW(store.FindChainEnd(ledger::ReportSubject(base::ReportId("report-1"))),
               ledger::StoreDamaged);
  EXPECT_THROW(store.AuthorsOf(std::vector<base::Digest>(1)), ledger::StoreDamaged);
  EXPECT_THROW(store.FindCorrection(base::ReportId("report-1"), base::ReportId("x")),
               ledger::StoreDamaged);
  EXPECT_THROW(store.LastFormNumber("办公室", 2026), ledger::StoreDamaged);
}

}  // namespace
}  // namespace gongkai::workflow
