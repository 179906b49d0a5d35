#include "services/workflow/store/sqlite/sqlite_engine.h"

#include "services/lib/sql/database.h"
#include "services/workflow/store/sqlite/port_errors.h"
#include "services/workflow/store/sqlite/schema.h"
#include "services/workflow/store/sqlite/sqlite_log_check.h"
#include "services/workflow/store/sqlite/sqlite_reader.h"
#include "services/workflow/store/sqlite/sqlite_store.h"

namespace gongkai::workflow {
namespace {

class SqliteEngine final : public Engine {
 public:
  SqliteEngine(const std::filesystem::path& file, int readers)
      : database_({.file = file, .migrations = Migrations(), .readers = readers}),
        store_(database_.writer()),
        reader_(database_.readers(), database_.page_token_key()) {}

  ledger::Store& store() override { return store_; }
  ledger::Reader& reader() override { return reader_; }
  std::unique_ptr<LogCheck> MakeCheck() override {
    return std::make_unique<SqliteLogCheck>(database_.readers());
  }

 private:
  sql::Database database_;
  SqliteStore store_;
  SqliteReader reader_;
};

}  // namespace

std::unique_ptr<Engine> OpenSqlite(const std::filesystem::path& file, int readers) {
  return WithPortErrors([&] { return std::make_unique<SqliteEngine>(file, readers); });
}

}  // namespace gongkai::workflow
