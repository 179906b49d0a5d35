#include "services/lib/sql/connection.h"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <array>
#include <utility>

#include "services/lib/sql/error.h"

namespace gongkai::sql {
namespace {

constexpr std::chrono::seconds kBusyTimeout(5);  // somebody else's sqlite3 shell on the file
constexpr int kStepsBetweenLooks = 1000;         // virtual machine instructions, about 0.1 ms

struct Pragma {
  std::string name;
  std::string value;
  std::string reads;  // the value as it is read back
};

// Not memory-mapped: an error of the disk would be a signal instead of a code, and beside a writer
// it is slower (20 random reads by key after each commit, 1 M rows: 60 µs without, 169 µs with:
// the map is made anew whenever the file grew).
const auto kBoth = std::to_array<Pragma>({
    {"trusted_schema", "OFF", "0"},
    {"cell_size_check", "ON", "1"},
    {"mmap_size", "0", "0"},
});

const auto kWriter = std::to_array<Pragma>({
    {"journal_mode", "WAL", "wal"},
    {"synchronous", "FULL", "2"},
    {"foreign_keys", "ON", "1"},
    {"recursive_triggers", "ON", "1"},       // or REPLACE deletes rows without their DELETE trigger
    {"cache_size", "-16384", "-16384"},      // 16 MiB: a commit may look at every page of it
    {"wal_autocheckpoint", "4000", "4000"},  // 16 MiB: a busy page is copied back once, not often
    {"temp_store", "MEMORY", "2"},           // what undoes a statement needs no file
    {"journal_size_limit", "67108864", "67108864"},  // a log that a long read made grow shrinks
});

// A reader drops what it cached whenever the writer committed, so a large cache would not pay.
const auto kReader = std::to_array<Pragma>({
    {"query_only", "ON", "1"}, {"cache_size", "-16384", "-16384"},  // 16 MiB
});

// The files beside a database stay when it is closed, with what they need of the disk: opening it
// again needs no more, also when the disk is full by then.
void KeepFiles(sqlite3* connection) {
  int keep = 1;
  const int code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
  if (code != SQLITE_OK || keep != 1) throw Error(code, "SQLITE_FCNTL_PERSIST_WAL did not take");
}

SQLite::Database Open(const std::filesystem::path& file, Connection::Mode mode) {
  const int access = mode == Connection::Mode::kReadOnly
                         ? SQLite::OPEN_READONLY
                         : SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE;
  // Counting its memory costs SQLite a lock at each allocation. Must come before the first file.
  [[maybe_unused]] static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  try {
    return {file.string(), access | SQLite::OPEN_NOMUTEX,
            static_cast<int>(std::chrono::milliseconds(kBusyTimeout).count())};
  } catch (const SQLite::Exception& e) {
    Throw(e.getExtendedErrorCode(), file.string() + ": " + e.what());
  }
}

void Set(sqlite3* connection, const Pragma& pragma) {
  const std::string read = "PRAGMA " + pragma.name;
  Statement(connection, read + " = " + pragma.value, /*kept=*/false).Run();
  Statement value(connection, read, /*kept=*/false);
  if (!value.Step() || value.Text(0) != pragma.reads) {
    throw Error(SQLITE_ERROR, read + " = " + pragma.value + " did not take");
  }
}

void Set(sqlite3* connection, int option, bool on) {
  int is_on = -1;
  const int code = sqlite3_db_config(connection, option, on ? 1 : 0, &is_on);
  if (code != SQLITE_OK || is_on != (on ? 1 : 0)) {
    throw Error(code, "sqlite3_db_config " + std::to_string(option) + " did not take");
  }
}

}  // namespace

Connection::Connection(const std::filesystem::path& file, Mode mode) : database_(Open(file, mode)) {
  sqlite3_extended_result_codes(handle(), 1);
  Set(handle(), SQLITE_DBCONFIG_DEFENSIVE, /*on=*/true);
  // "x" is a name; a misspelt one is an error.
  Set(handle(), SQLITE_DBCONFIG_DQS_DDL, /*on=*/false);
  Set(handle(), SQLITE_DBCONFIG_DQS_DML, /*on=*/false);
  for (const Pragma& pragma : kBoth) Set(handle(), pragma);
  if (mode == Mode::kReadWrite) {
    for (const Pragma& pragma : kWriter) Set(handle(), pragma);
    KeepFiles(handle());
  } else {
    for (const Pragma& pragma : kReader) Set(handle(), pragma);
  }
}

Statement& Connection::Prepare(std::string_view sql) {
  const auto found = statements_.find(sql);
  if (found != statements_.end()) return found->second;
  return statements_.emplace(sql, Statement(handle(), sql, /*kept=*/true)).first->second;
}

Statement Connection::PrepareOnce(std::string_view sql) { return {handle(), sql, /*kept=*/false}; }

void Connection::Execute(const std::string& sql) {
  const int code = sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) Throw(code, handle(), sql);
}

void Connection::Begin() { Prepare("BEGIN IMMEDIATE").Run(); }

void Connection::BeginRead() { Prepare("BEGIN").Run(); }

void Connection::Commit() {
  ResetAll();
  Prepare("COMMIT").Run();
}

void Connection::ResetAll() noexcept {
  for (sqlite3_stmt* statement = sqlite3_next_stmt(handle(), nullptr); statement != nullptr;
       statement = sqlite3_next_stmt(handle(), statement)) {
    sqlite3_reset(statement);
  }
}

void Connection::Rollback() noexcept {
  ResetAll();
  if (sqlite3_get_autocommit(handle()) != 0) return;
  try {
    Prepare("ROLLBACK").Run();
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): the header says why
  }
}

std::int64_t Connection::Changes() const { return sqlite3_changes64(database_.getHandle()); }

void Connection::SetDeadline(std::optional<std::chrono::steady_clock::time_point> deadline) {
  deadline_ = deadline.value_or(std::chrono::steady_clock::time_point::max());
  const auto is_past = [](void* when) {
    const auto& until = *static_cast<const std::chrono::steady_clock::time_point*>(when);
    return std::chrono::steady_clock::now() >= until ? 1 : 0;
  };
  sqlite3_progress_handler(handle(), deadline ? kStepsBetweenLooks : 0, is_past, &deadline_);
}

}  // namespace gongkai::sql
