#include "tests/e2e/damaged_page.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <fstream>
#include <stdexcept>
#include <utility>

namespace gongkai::e2e {
namespace {

constexpr int kBusyMs = 5000;

// Writes what is in the write-ahead log to the database itself, where pages are read from then.
void Settle(SQLite::Database& database) {
  SQLite::Statement checkpoint(database, "PRAGMA wal_checkpoint(TRUNCATE)");
  if (!checkpoint.executeStep() || checkpoint.getColumn(0).getInt() != 0) {
    throw std::runtime_error("the write-ahead log is in use");
  }
}

// Makes every process forget the pages that it knows: somebody else has written.
void Forget(SQLite::Database& database) {
  database.exec("PRAGMA user_version = 1; PRAGMA user_version = 0;");
}

}  // namespace

DamagedPage::DamagedPage(std::filesystem::path database, const std::string& name)
    : database_(std::move(database)) {
  std::streamoff size = 0;
  {
    SQLite::Database reader(database_.string(), SQLite::OPEN_READWRITE, kBusyMs);
    Settle(reader);
    SQLite::Statement leaf(reader,
                           "SELECT pageno, page_size FROM dbstat, pragma_page_size WHERE name = ? "
                           "AND pagetype = 'leaf' ORDER BY path LIMIT 1");
    leaf.bind(1, name);
    if (!leaf.executeStep()) throw std::logic_error("no such table or index: " + name);
    size = leaf.getColumn(1).getInt();
    offset_ = (leaf.getColumn(0).getInt64() - 1) * size;
  }
  before_.resize(static_cast<std::size_t>(size));
  std::ifstream(database_, std::ios::binary).seekg(offset_).read(before_.data(), size);
  Write(std::string(before_.size(), '\0'));
}

DamagedPage::~DamagedPage() { Write(before_); }

void DamagedPage::Write(const std::string& page) const {
  std::fstream(database_, std::ios::binary | std::ios::in | std::ios::out).seekp(offset_)
      << page << std::flush;
  SQLite::Database database(database_.string(), SQLite::OPEN_READWRITE, kBusyMs);
  Forget(database);
}

std::vector<std::string> TablesAndIndexes(const std::filesystem::path& database) {
  SQLite::Database reader(database.string(), SQLite::OPEN_READONLY, kBusyMs);
  SQLite::Statement each(reader, "SELECT name FROM sqlite_schema WHERE rootpage > 1 ORDER BY name");
  std::vector<std::string> names;
  while (each.executeStep()) names.push_back(each.getColumn(0).getString());
  return names;
}

}  // namespace gongkai::e2e
