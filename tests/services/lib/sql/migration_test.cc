#include "services/lib/sql/migration.h"

#include <gmock/gmock.h>

#include <vector>

#include "services/lib/sql/error.h"
#include "tests/services/lib/sql/scratch.h"

namespace gongkai::sql {
namespace {

using testing::HasSubstr;

const Migration kFirst{1, R"sql(
CREATE TABLE entry (i INTEGER PRIMARY KEY, t TEXT NOT NULL) STRICT;
CREATE INDEX entry_t ON entry (t);
CREATE TRIGGER entry_stays BEFORE DELETE ON entry
BEGIN
  SELECT RAISE(ABORT, 'append-only');
END;
)sql"};
const Migration kSecond{2, "ALTER TABLE entry ADD COLUMN note TEXT"};
const Migration kThird{3, "INSERT INTO entry VALUES (1, 'a', NULL)"};

class MigrationTest : public testing::Test {
 protected:
  // What Migrate says of the file.
  std::string Outcome(const std::vector<Migration>& migrations) {
    Connection writer(file_, Connection::Mode::kReadWrite);
    try {
      Migrate(writer, migrations);
      return "fine";
    } catch (const OpenError& e) {
      return e.what();
    }
  }

  void Execute(const std::string& sql) {
    Connection(file_, Connection::Mode::kReadWrite).Execute(sql);
  }

  std::string One(std::string_view sql) {
    Connection reader(file_, Connection::Mode::kReadOnly);
    Statement statement = reader.PrepareOnce(sql);
    return statement.Step() ? std::string(statement.Text(0)) : "no row";
  }

  Scratch scratch_;
  std::filesystem::path file_ = scratch_ / "test.db";
};

TEST_F(MigrationTest, GoesForwardStepByStepAndOnce) {
  EXPECT_EQ(Outcome({kFirst}), "fine");
  EXPECT_EQ(One("SELECT max(version) FROM schema_version"), "1");
  EXPECT_EQ(Outcome({kFirst, kSecond, kThird}), "fine");
  EXPECT_EQ(Outcome({kFirst, kSecond, kThird}), "fine");
  EXPECT_EQ(One("SELECT group_concat(version) FROM schema_version"), "0,1,2,3");
  EXPECT_EQ(One("SELECT count(note IS NULL) FROM entry"), "1");
}

TEST_F(MigrationTest, FailedMigrationLeavesTheVersionBefore) {
  const Migration broken{2, "CREATE TABLE half (i INTEGER) STRICT; INSERT INTO nowhere VALUES (1)"};
  Connection writer(file_, Connection::Mode::kReadWrite);
  EXPECT_THROW(Migrate(writer, std::vector{kFirst, broken}), Error);
  EXPECT_EQ(One("SELECT max(version) FROM schema_version"), "1");
  EXPECT_EQ(Outcome({kFirst, kSecond}), "fine");
}

TEST_F(MigrationTest, NewerDatabaseIsRefused) {
  EXPECT_EQ(Outcome({kFirst, kSecond}), "fine");
  EXPECT_EQ(Outcome({kFirst}),
            "the database is at schema version 2, this program knows up to 1: start the newer "
            "program, or restore a backup");
}

TEST_F(MigrationTest, EditedMigrationIsRefused) {
  EXPECT_EQ(Outcome({kFirst, kSecond}), "fine");
  EXPECT_THAT(Outcome({kFirst, {2, "ALTER TABLE entry ADD COLUMN note TEXT NOT NULL"}}),
              HasSubstr("migration 2 is not the one that made this database"));
}

TEST_F(MigrationTest, LostVersionIsRefused) {
  EXPECT_EQ(Outcome({kFirst, kSecond}), "fine");
  Execute("DELETE FROM schema_version WHERE version = 1");
  EXPECT_EQ(Outcome({kFirst, kSecond}), "schema_version lacks version 1");
}

TEST_F(MigrationTest, NumbersWithGapsAreABug) {
  Connection writer(file_, Connection::Mode::kReadWrite);
  EXPECT_THROW(Migrate(writer, std::vector{kFirst, kThird}), std::logic_error);
  EXPECT_THROW(Migrate(writer, std::vector{kSecond}), std::logic_error);
}

TEST_F(MigrationTest, ChangedSchemaIsRefusedAndTheChangeNamed) {
  struct {
    const char* sql;
    const char* differences;
  } const kChanges[] = {
      {"DROP TRIGGER entry_stays", "trigger entry_stays is missing"},
      {"DROP INDEX entry_t", "index entry_t is missing"},
      {"DROP INDEX entry_t; CREATE INDEX entry_t ON entry (t DESC)", "index entry_t was changed"},
      {"DROP TRIGGER entry_stays; CREATE TRIGGER entry_stays BEFORE DELETE ON entry "
       "WHEN FALSE BEGIN SELECT 1; END",
       "trigger entry_stays was changed"},
      {"CREATE VIEW v AS SELECT 1", "view v was added"},
      {"ALTER TABLE entry RENAME TO other; CREATE TABLE spare (i INTEGER) STRICT",
       "index entry_t was changed, table entry is missing, trigger entry_stays was "
       "changed, table other was added, table spare was added"}};
  int files = 0;
  for (const auto& [sql, differences] : kChanges) {
    file_ = scratch_ / (std::to_string(++files) + ".db");
    EXPECT_EQ(Outcome({kFirst}), "fine");
    Execute(sql);
    const std::string refusal =
        std::string("the schema is not the one the migrations made: ") + differences;
    EXPECT_EQ(Outcome({kFirst}), refusal);
    EXPECT_EQ(Outcome({kFirst, kSecond}), refusal);
  }
}

TEST_F(MigrationTest, StatisticsOfThePlannerAreNoDifference) {
  EXPECT_EQ(Outcome({kFirst, kSecond, kThird}), "fine");
  Execute("ANALYZE");
  EXPECT_EQ(Outcome({kFirst, kSecond, kThird}), "fine");
}

TEST_F(MigrationTest, ForeignDatabaseIsRefused) {
  Execute("CREATE TABLE theirs (i INTEGER) STRICT");
  EXPECT_THAT(Outcome({kFirst}), HasSubstr("table theirs was added"));
  EXPECT_EQ(One("SELECT count(*) FROM sqlite_schema"), "1");
}

}  // namespace
}  // namespace gongkai::sql
