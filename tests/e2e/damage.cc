#include "tests/e2e/damage.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <fstream>

namespace gongkai::e2e {

void FlipByte(const std::filesystem::path& file, std::streamoff offset) {
  std::fstream stream;
  stream.exceptions(std::ios::failbit | std::ios::badbit);
  stream.open(file, std::ios::binary | std::ios::in | std::ios::out);
  stream.seekg(offset);
  const int byte = stream.get();
  stream.seekp(offset);
  stream.put(static_cast<char>(byte ^ 1));
}

void ExecuteUnguarded(const std::filesystem::path& file, const std::string& sql) {
  std::string down;
  std::string up;
  {
    const SQLite::Database database(file.string(), SQLite::OPEN_READONLY);
    SQLite::Statement triggers(database,
                               "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'");
    while (triggers.executeStep()) {
      down += "DROP TRIGGER " + triggers.getColumn(0).getString() + ";";
      up += triggers.getColumn(1).getString() + ";";
    }
  }
  ExecuteSql(file, down + sql + ";" + up);
}

void ExecuteSql(const std::filesystem::path& file, const std::string& sql) {
  constexpr int kBusyMs = 5000;
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE, kBusyMs);
  database.exec(sql);
}

}  // namespace gongkai::e2e
