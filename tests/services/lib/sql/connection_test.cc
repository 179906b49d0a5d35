#include "services/lib/sql/connection.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <fstream>
#include <map>

#include "services/lib/sql/error.h"
#include "tests/services/lib/sql/scratch.h"

namespace gongkai::sql {
namespace {

using testing::HasSubstr;

class ConnectionTest : public testing::Test {
 protected:
  static std::string One(Connection& connection, std::string_view sql) {
    Statement statement = connection.PrepareOnce(sql);
    return statement.Step() ? std::string(statement.Text(0)) : "no row";
  }

  Scratch scratch_;
  Connection writer_{scratch_ / "test.db", Connection::Mode::kReadWrite};
};

TEST_F(ConnectionTest, HasTheSettingsOfAWriter) {
  const std::map<std::string, std::string> settings{
      {"journal_mode", "wal"}, {"synchronous", "2"},        {"foreign_keys", "1"},
      {"trusted_schema", "0"}, {"recursive_triggers", "1"}, {"cell_size_check", "1"},
      {"query_only", "0"},     {"cache_size", "-16384"},    {"mmap_size", "0"},
  };
  for (const auto& [name, value] : settings)
    EXPECT_EQ(One(writer_, "PRAGMA " + name), value) << name;
  int defensive = -1;
  sqlite3_db_config(writer_.handle(), SQLITE_DBCONFIG_DEFENSIVE, -1, &defensive);
  EXPECT_EQ(defensive, 1);
}

TEST_F(ConnectionTest, HasTheSettingsOfAReader) {
  Connection reader(scratch_ / "test.db", Connection::Mode::kReadOnly);
  const std::map<std::string, std::string> settings{{"journal_mode", "wal"},
                                                    {"query_only", "1"},
                                                    {"trusted_schema", "0"},
                                                    {"cell_size_check", "1"}};
  for (const auto& [name, value] : settings)
    EXPECT_EQ(One(reader, "PRAGMA " + name), value) << name;
}

TEST_F(ConnectionTest, ReaderCannotWrite) {
  Connection reader(scratch_ / "test.db", Connection::Mode::kReadOnly);
  EXPECT_THROW(reader.Execute("CREATE TABLE t (i INTEGER) STRICT"), Error);
  reader.Execute("PRAGMA query_only = OFF");
  EXPECT_THROW(reader.Execute("CREATE TABLE t (i INTEGER) STRICT"), Error);
}

TEST_F(ConnectionTest, DefensiveModeKeepsTheSchemaFromBeingRewritten) {
  writer_.Execute("PRAGMA writable_schema = ON");
  EXPECT_THROW(writer_.Execute("DELETE FROM sqlite_schema"), Error);
}

TEST_F(ConnectionTest, MisspeltNamesAreNoText) {
  EXPECT_THROW(writer_.PrepareOnce("SELECT \"nothing\""), Error);
}

TEST_F(ConnectionTest, ReplaceDoesNotSlipByADeleteTrigger) {
  writer_.Execute(
      "CREATE TABLE entry (i INTEGER PRIMARY KEY, h TEXT UNIQUE) STRICT;"
      "CREATE TRIGGER keep BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'append-only'); END;"
      "INSERT INTO entry VALUES (1, 'a')");
  EXPECT_THROW(writer_.Execute("INSERT OR REPLACE INTO entry VALUES (2, 'a')"), ConstraintError);
}

TEST_F(ConnectionTest, CompilesATextOnce) {
  Statement& first = writer_.Prepare("SELECT $1");
  for (int i = 0; i < 1000; ++i) writer_.Prepare("SELECT " + std::to_string(i));
  EXPECT_EQ(&writer_.Prepare(std::string("SELECT ") + "$1"), &first);
  EXPECT_NE(&writer_.Prepare("SELECT $1 "), &first);
}

TEST_F(ConnectionTest, TransactionIsUndoneUnlessCommitted) {
  writer_.Execute("CREATE TABLE t (i INTEGER PRIMARY KEY) STRICT");
  {
    Transaction transaction(writer_);
    writer_.Prepare("INSERT INTO t VALUES ($1)").Run(1);
  }
  EXPECT_EQ(One(writer_, "SELECT count(*) FROM t"), "0");
  {
    Transaction transaction(writer_);
    writer_.Prepare("INSERT INTO t VALUES ($1)").Run(2);
    EXPECT_EQ(writer_.Changes(), 1);
    transaction.Commit();
  }
  EXPECT_EQ(One(writer_, "SELECT i FROM t"), "2");
}

TEST_F(ConnectionTest, TransactionGoesOnAfterAConstraintRefused) {
  writer_.Execute("CREATE TABLE t (i INTEGER PRIMARY KEY CHECK (i > 0)) STRICT");
  Transaction transaction(writer_);
  writer_.Prepare("INSERT INTO t VALUES ($1)").Run(1);
  EXPECT_THROW(writer_.Prepare("INSERT INTO t VALUES ($1)").Run(1), ConstraintError);
  EXPECT_THROW(writer_.Prepare("INSERT INTO t VALUES ($1)").Run(-1), ConstraintError);
  transaction.Commit();
  EXPECT_EQ(One(writer_, "SELECT count(*) FROM t"), "1");
}

TEST_F(ConnectionTest, DeferredForeignKeyFailsTheCommit) {
  writer_.Execute(
      "CREATE TABLE a (i INTEGER PRIMARY KEY) STRICT;"
      "CREATE TABLE b (i INTEGER REFERENCES a (i) DEFERRABLE INITIALLY DEFERRED) STRICT");
  {
    Transaction transaction(writer_);
    writer_.Execute("INSERT INTO b VALUES (1)");
    EXPECT_THROW(transaction.Commit(), ConstraintError);
  }
  EXPECT_EQ(One(writer_, "SELECT count(*) FROM b"), "0");
  Transaction(writer_).Commit();
}

// Else the write-ahead log could never be emptied.
TEST_F(ConnectionTest, StatementLeftBetweenRowsDoesNotOutliveItsTransaction) {
  writer_.Execute("CREATE TABLE t (i INTEGER) STRICT; INSERT INTO t VALUES (1), (2)");
  for (const bool commit : {true, false}) {
    writer_.Begin();
    Statement& left = writer_.Prepare("SELECT i FROM t");
    left.Query();
    ASSERT_TRUE(left.Step());
    commit ? writer_.Commit() : writer_.Rollback();
    EXPECT_EQ(sqlite3_txn_state(writer_.handle(), nullptr), SQLITE_TXN_NONE);
  }
}

TEST_F(ConnectionTest, ConstraintErrorSaysWhichAndWhere) {
  writer_.Execute("CREATE TABLE t (i INTEGER PRIMARY KEY) STRICT; INSERT INTO t VALUES (1)");
  try {
    writer_.Prepare("INSERT INTO t VALUES ($1)").Run(1);
    FAIL();
  } catch (const ConstraintError& e) {
    EXPECT_EQ(e.code(), SQLITE_CONSTRAINT_PRIMARYKEY);
    EXPECT_THAT(e.what(), HasSubstr("UNIQUE constraint failed: t.i"));
    EXPECT_THAT(e.what(), HasSubstr("INSERT INTO t VALUES ($1)"));
  }
}

TEST_F(ConnectionTest, WhatFindsNoRoomIsUndoneAndMayBeDoneAgain) {
  writer_.Execute("CREATE TABLE t (b BLOB) STRICT; PRAGMA max_page_count = 10");
  {
    Transaction transaction(writer_);
    writer_.Execute("INSERT INTO t VALUES (x'00')");
    EXPECT_THROW(writer_.Execute("INSERT INTO t VALUES (randomblob(1000000))"), DiskFullError);
  }
  EXPECT_EQ(One(writer_, "SELECT count(*) FROM t"), "0");
  writer_.Execute("PRAGMA max_page_count = 10000");
  writer_.Execute("INSERT INTO t VALUES (randomblob(1000000))");
  EXPECT_EQ(One(writer_, "SELECT count(*) FROM t"), "1");
}

// Writes of the process fail beyond a certain size of a file.
class SmallFiles {
 public:
  SmallFiles() {
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{.rlim_cur = 100'000, .rlim_max = before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallFiles() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

TEST_F(ConnectionTest, CommitOnAFailingDiskIsADiskError) {
  writer_.Execute("CREATE TABLE t (b BLOB) STRICT");
  {
    const SmallFiles small_files;
    Transaction transaction(writer_);
    writer_.Execute("INSERT INTO t VALUES (randomblob(1000000))");
    EXPECT_THROW(transaction.Commit(), DiskError);
  }
  EXPECT_EQ(One(writer_, "SELECT count(*) FROM t"), "0");
}

TEST_F(ConnectionTest, DiskErrorTellsWhatTheSystemSays) {
  writer_.Execute("CREATE TABLE t (b BLOB) STRICT; PRAGMA cache_size = 10");
  const SmallFiles small_files;
  try {
    writer_.Execute("INSERT INTO t VALUES (randomblob(1000000))");
    FAIL();
  } catch (const DiskError& e) {
    EXPECT_EQ(e.code(), SQLITE_IOERR_WRITE);
    EXPECT_THAT(e.what(), HasSubstr("File too large"));
  }
}

TEST_F(ConnectionTest, OtherFilesAreRefusedAsWhatTheyAre) {
  std::ofstream(scratch_ / "text.db") << std::string(8192, 'x');
  EXPECT_THROW(Connection(scratch_ / "text.db", Connection::Mode::kReadWrite), CorruptError);
  EXPECT_THROW(Connection(scratch_ / "none/test.db", Connection::Mode::kReadWrite), DiskError);
  EXPECT_THROW(Connection(scratch_ / "none.db", Connection::Mode::kReadOnly), DiskError);
}

}  // namespace
}  // namespace gongkai::sql
