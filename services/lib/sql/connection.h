// A connection to a database file, and a write transaction on a connection.
#pragma once

#include <SQLiteCpp/Database.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "services/lib/sql/statement.h"

namespace gongkai::sql {

// Prepares and runs SQL on one SQLite file. A statement waits up to 5 s for a lock that another
// process holds on the file. One thread at a time.
class Connection {
 public:
  enum class Mode { kReadOnly, kReadWrite };  // kReadWrite creates a missing file

  // Opens `file` with the settings of this library and reads each setting back. Throws Error if the
  // file cannot be opened or a setting did not take effect.
  Connection(const std::filesystem::path& file, Mode mode);

  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Returns the statement of this text. Each text is compiled once, and its statement is kept as
  // long as the connection. Two calls with one text return the same statement: finish with the
  // statement before the second call. Only for the fixed SQL of the program. SQL that depends on a
  // request (a filter) goes to PrepareOnce, or the number of kept statements would have no bound.
  // Throws Error if the text does not compile.
  Statement& Prepare(std::string_view sql);
  // Returns a new statement of this text, which is not kept. The connection must outlive the
  // statement. Throws Error if the text does not compile.
  Statement PrepareOnce(std::string_view sql);

  // Runs one or more statements that take no parameters, and discards their rows.
  void Execute(const std::string& sql);

  // Begins a write transaction and takes the write lock at once, so that no later statement can
  // lose a race for the lock.
  void Begin();
  // Begins a read transaction. All reads until Rollback see one snapshot, which the first read
  // takes.
  void BeginRead();
  // Resets every statement and commits the transaction. A statement between two rows would hold its
  // snapshot, and with the snapshot the write-ahead log. If Commit throws, roll back. After a
  // DiskError the outcome is unknown: stop the process.
  void Commit();
  // Resets every statement and rolls the transaction back. Without a transaction, resets the
  // statements only. A failure is ignored: what SQLite cannot undo now, SQLite undoes before
  // anybody reads the file again.
  void Rollback() noexcept;

  // Returns the number of rows that the last INSERT, UPDATE or DELETE changed.
  std::int64_t Changes() const;

  // Sets the deadline of all statements from now on; nullopt removes the deadline. A statement that
  // still runs at `deadline` throws QueryTimeout. The deadline is checked about every 0.1 ms.
  void SetDeadline(std::optional<std::chrono::steady_clock::time_point> deadline);

  // Returns SQLite's handle, for what this interface does not cover. Only inside this library.
  sqlite3* handle() { return database_.getHandle(); }

 private:
  // Resets every statement of the connection, also those of PrepareOnce.
  void ResetAll() noexcept;

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };

  SQLite::Database database_;
  std::chrono::steady_clock::time_point deadline_;  // read by SQLite while a statement runs
  std::unordered_map<std::string, Statement, Hash, std::equal_to<>> statements_;
};

// A write transaction. Begins in the constructor; the destructor rolls back unless Commit
// succeeded. `connection` must outlive this.
class Transaction {
 public:
  explicit Transaction(Connection& connection) : connection_(connection) { connection_.Begin(); }
  ~Transaction() {
    if (!committed_) connection_.Rollback();
  }

  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void Commit() {
    connection_.Commit();
    committed_ = true;
  }

 private:
  Connection& connection_;
  bool committed_ = false;
};

}  // namespace gongkai::sql
