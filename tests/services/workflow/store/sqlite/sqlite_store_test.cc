// How the ledger's writes lie in the file.
#include "services/workflow/store/sqlite/sqlite_store.h"
#include "workflow/base/digest.h"

#include <string>

#include "tests/services/workflow/store/sqlite/sqlite_fixture.h"

namespace gongkai::workflow {
namespace {

class SqliteStoreTest : public OnSqlite<conformance::LedgerFixture> {};

// A request sent again folds what follows the newest kept record.
TEST_F(SqliteStoreTest, ARecordIsKeptSoOftenThatAnOldAnswerIsFoldedOfFewEntries) {
  Do("annual-2021", machine::Action::kCreate, ledger::kDrafter);
  for (int i = 0; i < 300; ++i) {
    ledger::Command edit = Ask("annual-2021", machine::Action::kEdit, ledger::kDrafter);
    edit.content = base::Sha256(std::to_string(i));
    ASSERT_TRUE(Apply(std::move(edit)));
  }
  sql::Connection reader = Connect(sql::Connection::Mode::kReadOnly);
  sql::Statement& kept = reader.Prepare(
      "SELECT max(gap) FROM (SELECT sequence - lag(sequence, 1, 0) OVER "
      "(ORDER BY sequence) AS gap FROM kept_record)");
  kept.Query();
  ASSERT_TRUE(kept.Step());
  EXPECT_GT(kept.Int(0), 0);
  EXPECT_LE(kept.Int(0), 33) << "the most that is folded for one answer";
}

}  // namespace
}  // namespace gongkai::workflow
