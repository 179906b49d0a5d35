// One connection to a database file. It belongs to one thread at a time.
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

#include "services/storage/statement.h"

namespace gongkai::storage {

class Connection {
 public:
  enum class Mode { kReadOnly, kReadWrite };  // kReadWrite makes the file if there is none

  // Opens with our settings, each read back: one that did not take is an error.
  Connection(const std::filesystem::path& file, Mode mode);

  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // The statement of this text, compiled once and kept as long as the connection. Each text is one
  // statement: finish with it before it is prepared again. For the program's own SQL only; what
  // depends on a request (a filter) goes to PrepareOnce, or the number kept would have no bound.
  Statement& Prepare(std::string_view sql);
  Statement PrepareOnce(std::string_view sql);

  // Runs one or several statements that take no parameters and give no rows.
  void Execute(const std::string& sql);

  // Begin takes the write lock at once, so that no statement after it can lose a race for it.
  // BeginRead makes all reads until Rollback see one snapshot, which the first of them takes.
  void Begin();
  void BeginRead();
  // Both reset every statement: one left between rows would hold its snapshot, and with it the
  // write-ahead log. If Commit throws, roll back; after a DiskError the outcome is unknown, so stop
  // the process. Rollback cannot fail in a way that matters: what SQLite cannot undo now it undoes
  // before anybody reads the file again. Without a transaction it does nothing else.
  void Commit();
  void Rollback() noexcept;

  std::int64_t Changes() const;  // rows changed by the last INSERT, UPDATE or DELETE

  // From now on, a statement that still runs at `deadline` throws QueryTimeout, looked at about
  // every 0.1 ms.
  void SetDeadline(std::optional<std::chrono::steady_clock::time_point> deadline);

  // For what this interface does not cover, inside this library only.
  sqlite3* handle() { return database_.getHandle(); }

 private:
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

// A write transaction that is rolled back unless it was committed.
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

}  // namespace gongkai::storage
