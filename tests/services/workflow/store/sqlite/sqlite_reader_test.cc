// What a reader cannot do.
#include "services/workflow/store/sqlite/sqlite_reader.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"

#include <chrono>
#include <memory>
#include <type_traits>
#include <vector>

#include "services/lib/sql/database.h"
#include "services/lib/sql/error.h"
#include "services/workflow/store/sqlite/schema.h"
#include "services/workflow/store/sqlite/sqlite_store.h"
#include "tests/services/workflow/store/sqlite/sqlite_fixture.h"

namespace gongkai::workflow {
namespace {

class SqliteReaderTest : public OnSqlite<conformance::LedgerFixture> {};

// By type: nothing that a reader is made of leads to the writer.
static_assert(!std::is_convertible_v<ledger::Reader*, ledger::Store*>);
static_assert(!std::is_constructible_v<SqliteReader, sql::Database&>);
static_assert(!std::is_constructible_v<SqliteReader, sql::Connection&, std::string_view>);
static_assert(!std::is_constructible_v<SqliteStore, sql::ReadPool&>);

TEST_F(SqliteReaderTest, HasConnectionsThatTheFileRefusesToWriteBy) {
  Do("annual-2021", machine::Action::kCreate, ledger::kDrafter);
  Close();
  sql::Database database({.file = File(), .migrations = Migrations()});
  const sql::ReadLease connection = database.readers().Lease({});
  EXPECT_THROW(connection->Execute("UPDATE tree SET size = size"), sql::Error);
  EXPECT_EQ(SqliteReader(database.readers(), database.page_token_key())
                .ReadFrom(base::EntryIndex{0}, 2)
                .size(),
            1U);
}

TEST_F(SqliteReaderTest, WaitsForAConnectionNoLongerThanItsDeadline) {
  std::vector<std::unique_ptr<ledger::TreeSnapshot>> held;
  for (int i = 0; i < 4; ++i) held.push_back(log_->ReadTree());
  const auto soon = std::chrono::steady_clock::now() + std::chrono::milliseconds(5);
  EXPECT_THROW((void)log_->FindRecord(base::ReportId("annual-2021"), soon), ledger::ReadTimeout);
  EXPECT_THROW((void)log_->ListEntries(
                   {}, [](const ledger::Sealed&) { return true; }, soon),
               ledger::ReadTimeout);
  held.clear();
  EXPECT_FALSE(log_->FindRecord(base::ReportId("annual-2021")));
}

}  // namespace
}  // namespace gongkai::workflow
