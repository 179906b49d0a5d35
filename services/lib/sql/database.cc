#include "services/lib/sql/database.h"

#include <openssl/rand.h>

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
      readers_(file_, options.readers) {}

}  // namespace gongkai::sql
