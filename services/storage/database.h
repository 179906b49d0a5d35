// A database file: one writer, some readers. Start here.
//
//   storage::Database database({.file = "ledger.db", .migrations = kMigrations});
//   storage::Transaction transaction(database.writer());
//   database.writer().Prepare("INSERT INTO note VALUES ($1, $2)").Run(7, "text");
//   transaction.Commit();
//
// SQL is written for SQLite and PostgreSQL alike: parameters $1, $2, …; STRICT types; no
// double-quoted text.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "services/storage/connection.h"
#include "services/storage/error.h"
#include "services/storage/file_lock.h"
#include "services/storage/migration.h"
#include "services/storage/read_pool.h"

namespace gongkai::storage {

class Database {
 public:
  struct Options {
    std::filesystem::path file;             // made if there is none; its directory must exist
    std::span<const Migration> migrations;  // read while opening only
    int readers = 4;
  };

  // Locks the file, migrates it, opens the readers. Throws OpenError if this program may not serve
  // the file, another Error if it cannot.
  explicit Database(const Options& options);

  // For one thread at a time; whoever uses it sees to that.
  Connection& writer() { return writer_; }

  // From any thread; see ReadPool::Lease.
  ReadLease Read(Deadline deadline = std::nullopt) { return readers_.Lease(deadline); }

  // 32 random bytes of this database, the same for ever: see PageTokens.
  const std::string& page_token_key() const { return page_token_key_; }

 private:
  std::filesystem::path file_;
  FileLock lock_;
  Connection writer_;
  std::string page_token_key_;
  ReadPool readers_;
};

}  // namespace gongkai::storage
