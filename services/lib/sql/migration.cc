#include "services/lib/sql/migration.h"

#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "services/lib/sql/error.h"
#include "workflow/base/digest.h"
#include "workflow/base/time.h"

namespace gongkai::sql {
namespace {

// What every database has, before its own first migration.
constexpr Migration kBase{0, R"sql(
CREATE TABLE schema_version (
  version INTEGER PRIMARY KEY,
  applied_time_us INTEGER NOT NULL,
  sql_sha256 BLOB NOT NULL CHECK (length(sql_sha256) = 32)
) STRICT;
CREATE TABLE page_token_key (
  k INTEGER PRIMARY KEY CHECK (k = 0),
  secret BLOB NOT NULL CHECK (length(secret) = 32)
) STRICT;
)sql"};

std::vector<Migration> WithBase(std::span<const Migration> migrations) {
  std::vector<Migration> all{kBase};
  for (const Migration& migration : migrations) {
    if (migration.version != all.back().version + 1) {
      throw std::logic_error("migrations are numbered 1, 2, 3 …");
    }
    all.push_back(migration);
  }
  return all;
}

// "trigger entry_is_append_only" → its CREATE statement.
using Schema = std::map<std::string, std::string>;

Schema SchemaOf(sqlite3* connection) {
  Schema schema;
  Statement rows(connection,
                 "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' "
                 "ESCAPE '\\'",
                 false);
  while (rows.Step()) {
    schema.emplace(std::string(rows.Text(0)).append(" ").append(rows.Text(1)), rows.Text(2));
  }
  return schema;
}

// What the migrations make of an empty database.
Schema Expected(std::span<const Migration> migrations) {
  SQLite::Database scratch(":memory:", SQLite::OPEN_READWRITE);
  for (const Migration& migration : migrations) scratch.exec(std::string(migration.sql));
  return SchemaOf(scratch.getHandle());
}

std::string Differences(const Schema& actual, const Schema& expected) {
  std::string differences;
  const auto add = [&differences](const std::string& object, std::string_view how) {
    differences.append(differences.empty() ? "" : ", ").append(object).append(how);
  };
  for (const auto& [object, sql] : expected) {
    const auto found = actual.find(object);
    if (found == actual.end()) {
      add(object, " is missing");
    } else if (found->second != sql) {
      add(object, " was changed");
    }
  }
  for (const auto& [object, sql] : actual) {
    if (!expected.contains(object)) add(object, " was added");
  }
  return differences;
}

// The newest version the file is at, -1 if it is empty.
int CheckApplied(Connection& writer, const std::vector<Migration>& all) {
  int version = -1;
  if (!SchemaOf(writer.handle()).contains("table schema_version")) return version;
  Statement rows =
      writer.PrepareOnce("SELECT version, sql_sha256 FROM schema_version ORDER BY version");
  while (rows.Step()) {
    ++version;
    if (rows.Int(0) != version) {
      throw OpenError(SQLITE_SCHEMA, "schema_version lacks version " + std::to_string(version));
    }
    const auto i = static_cast<std::size_t>(version);
    if (i < all.size() && rows.Blob(1) != base::Sha256(all[i].sql).view()) {
      throw OpenError(SQLITE_SCHEMA, "migration " + std::to_string(version) +
                                         " is not the one that made this database: an applied "
                                         "migration is never edited, a new one is added");
    }
  }
  if (version > all.back().version) {
    throw OpenError(SQLITE_SCHEMA, "the database is at schema version " + std::to_string(version) +
                                       ", this program knows up to " +
                                       std::to_string(all.back().version) +
                                       ": start the newer program, or restore a backup");
  }
  return version;
}

void Apply(Connection& writer, const Migration& migration) {
  const base::Time now =
      std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  const base::Digest digest = base::Sha256(migration.sql);
  Transaction transaction(writer);
  writer.Execute(std::string(migration.sql));
  writer.PrepareOnce("INSERT INTO schema_version VALUES ($1, $2, $3)")
      .Run(migration.version, now, Bytes{digest.view()});
  transaction.Commit();
}

}  // namespace

// The schema that must be there is derived from the program, not from a digest kept in the file,
// which whoever dropped a trigger could have brought up to date.
void Migrate(Connection& writer, std::span<const Migration> migrations) {
  const std::vector<Migration> all = WithBase(migrations);
  const auto applied = static_cast<std::size_t>(CheckApplied(writer, all) + 1);
  const std::string differences =
      Differences(SchemaOf(writer.handle()), Expected(std::span(all).first(applied)));
  if (!differences.empty()) {
    throw OpenError(SQLITE_SCHEMA, "the schema is not the one the migrations made: " + differences);
  }
  for (std::size_t i = applied; i < all.size(); ++i) Apply(writer, all[i]);
}

}  // namespace gongkai::sql
