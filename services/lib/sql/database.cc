#include "services/lib/sql/database.h"

#include <openssl/rand.h>
#include <sqlite3.h>

#include <stdexcept>

namespace gongkai::sql {
namespace {

std::string RandomKey() {
  std::string key(32, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(key.data()), static_cast<int>(key.size())) != 1) {
    throw std::runtime_error("the system gives no random bytes");
  }
  return key;
}

void OverwriteWhatIsDeleted(Connection& writer) {
  Statement set = writer.PrepareOnce("PRAGMA secure_delete = ON");
  if (!set.Step() || set.Int(0) != 1) throw Error(SQLITE_ERROR, "secure_delete did not take");
}

std::string Prepared(Connection& writer, std::span<const Migration> migrations) {
  Migrate(writer, migrations);
  const std::string fresh = RandomKey();
  writer.PrepareOnce("INSERT INTO page_token_key VALUES (0, $1) ON CONFLICT DO NOTHING")
      .Run(Bytes{fresh});
  Statement key = writer.PrepareOnce("SELECT secret FROM page_token_key");
  key.Step();
  return std::string(key.Blob(0));
}

}  // namespace

// By its real name, so that a link to the file does not open it past the lock.
Database::Database(const Options& options)
    : file_(std::filesystem::weakly_canonical(options.file)),
      lock_(file_),
      writer_(file_, Connection::Mode::kReadWrite),
      page_token_key_(Prepared(writer_, options.migrations)),
      readers_(file_, options.readers) {
  if (options.overwrites_what_is_deleted) OverwriteWhatIsDeleted(writer_);
}

bool Database::EmptyLog() {
  Statement empty = writer_.PrepareOnce("PRAGMA wal_checkpoint(TRUNCATE)");
  return empty.Step() && empty.Int(0) == 0;
}

}  // namespace gongkai::sql
