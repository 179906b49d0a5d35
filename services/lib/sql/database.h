// A database file with one writer and several readers. Start here.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "services/lib/sql/connection.h"
#include "services/lib/sql/error.h"
#include "services/lib/sql/file_lock.h"
#include "services/lib/sql/migration.h"
#include "services/lib/sql/read_pool.h"

namespace gongkai::sql {

// Opens one database file and gives out its connections: one for writing, several for reading.
//
//   Database database({.file = "ledger.db", .migrations = kMigrations});
//   Transaction transaction(database.writer());
//   database.writer().Prepare("INSERT INTO note VALUES ($1, $2)").Run(7, "text");
//   transaction.Commit();
//
// SQL is SQLite's: parameters are $1, $2, …; tables are STRICT; text is never in double quotes.
class Database {
 public:
  struct Options {
    std::filesystem::path file;             // created if missing; its directory must exist
    std::span<const Migration> migrations;  // read by the constructor only
    int readers = 4;                        // number of connections for reading
    // Whether what is deleted is overwritten in the file, so that nothing of it is left there. Costs a
    // write of each page that becomes free.
    bool overwrites_what_is_deleted = false;
  };

  // Locks the file, migrates the schema and opens the readers. Resolves symbolic links first, so
  // that no link bypasses the lock. Throws OpenError if this program may not serve the file, and
  // another Error if the file cannot be opened.
  explicit Database(const Options& options);

  // Returns the connection for writing. One thread at a time: the callers must take turns.
  Connection& writer() { return writer_; }

  // Moves the write-ahead log into the file and makes the log empty, so that the log keeps no page as it
  // was before. Waits up to 5 s for the readers. Returns false if one of them still needs the log. Only
  // on the thread that uses the writer, outside a transaction.
  bool EmptyLog();

  // Returns a leased connection for reading; see ReadPool::Lease. Thread-safe.
  ReadLease Read(Deadline deadline = std::nullopt) { return readers_.Lease(deadline); }
  // Returns the connections for reading, for who must not get at the writer. Thread-safe.
  ReadPool& readers() { return readers_; }

  // Returns 32 random bytes, drawn once for this database and never changed; see PageTokens.
  const std::string& page_token_key() const { return page_token_key_; }

 private:
  std::filesystem::path file_;
  FileLock lock_;
  Connection writer_;
  std::string page_token_key_;
  ReadPool readers_;
};

}  // namespace gongkai::sql
