#include "services/intake/leak/finding_store.h"

#include <array>
#include <span>
#include <string>

namespace gongkai::intake {
namespace {

std::span<const sql::Migration> Migrations() {
  static constexpr std::array<sql::Migration, 2> kMigrations{{{1, R"sql(
CREATE TABLE part_check (
  type INTEGER NOT NULL CHECK (type IN (1, 2, 3)),
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
  rules_version INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (type, sha256, rules_version)
) STRICT;
CREATE TRIGGER part_check_is_never_changed BEFORE UPDATE ON part_check
BEGIN SELECT RAISE(ABORT, 'a check is never changed'); END;
)sql"},
                                                              {2, R"sql(
ALTER TABLE part_check ADD COLUMN file BLOB CHECK (length(file) = 32);
CREATE INDEX part_check_by_file ON part_check (file) WHERE type = 3;
)sql"}}};
  return kMigrations;
}

}  // namespace

FindingStore::FindingStore(const std::filesystem::path& folder)
    : database_({.file = folder / "findings.db",
                 .migrations = Migrations(),
                 .overwrites_what_is_deleted = true}) {
  // What a loss of power takes is checked again: no caller waits for the disk.
  database_.writer().Execute("PRAGMA synchronous = NORMAL");
}

std::optional<v1::PartCheck> FindingStore::Find(const CheckKey& key) {
  const sql::ReadLease lease = database_.Read();
  sql::Statement& find = lease->Prepare(
      "SELECT bytes FROM part_check WHERE type = $1 AND sha256 = $2 AND rules_version = $3");
  find.Query(key.type, sql::Bytes{key.digest.view()}, key.rules_version);
  if (!find.Step()) return std::nullopt;
  const std::string_view bytes = find.Blob(0);
  v1::PartCheck check;
  const bool read = check.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) &&
                    check.findings_size() == check.context_sha256s_size();
  return read ? std::optional(std::move(check)) : std::nullopt;
}

void FindingStore::Put(const CheckKey& key, const v1::PartCheck& check) {
  const std::scoped_lock lock(writing_);
  if (Find(key)) return;
  sql::Transaction transaction(database_.writer());
  database_.writer()
      .Prepare("DELETE FROM part_check WHERE type = $1 AND sha256 = $2 AND rules_version = $3")
      .Run(key.type, sql::Bytes{key.digest.view()}, key.rules_version);
  const std::string bytes = check.SerializeAsString();
  const std::optional<sql::Bytes> file =
      key.file ? std::optional(sql::Bytes{key.file->view()}) : std::nullopt;
  database_.writer()
      .Prepare(
          "INSERT INTO part_check (type, sha256, rules_version, bytes, file) "
          "VALUES ($1, $2, $3, $4, $5)")
      .Run(key.type, sql::Bytes{key.digest.view()}, key.rules_version, sql::Bytes{bytes}, file);
  transaction.Commit();
}

void FindingStore::Remove(const std::vector<base::Digest>& digests) {
  const std::scoped_lock lock(writing_);
  sql::Connection& writer = database_.writer();
  sql::Transaction transaction(writer);
  for (const base::Digest& digest : digests) {
    writer.Prepare("DELETE FROM part_check WHERE type IN (1, 2) AND sha256 = $1")
        .Run(sql::Bytes{digest.view()});
    writer.Prepare("DELETE FROM part_check WHERE type = 3 AND file = $1")
        .Run(sql::Bytes{digest.view()});
  }
  writer.Prepare("DELETE FROM part_check WHERE type = 3 AND file IS NULL").Run();
  transaction.Commit();
}

bool FindingStore::EmptyLog() {
  const std::scoped_lock lock(writing_);
  return database_.EmptyLog();
}

}  // namespace gongkai::intake
