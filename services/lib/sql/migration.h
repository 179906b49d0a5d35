// Numbered migrations, which build the schema of a database. A schema changes by a new migration,
// never by an edit of an old one.
#pragma once

#include <span>
#include <string_view>

#include "services/lib/sql/connection.h"

namespace gongkai::sql {

// One step of a schema.
struct Migration {
  int version;           // 1, 2, 3 …
  std::string_view sql;  // statements that bring the schema from the version before to this one
};

// Brings the file to the newest of `migrations`. Applies each missing migration in its own
// transaction, together with its row in `schema_version`. First checks that the applied migrations
// made the schema of the file. Throws std::logic_error if `migrations` are not numbered 1, 2, 3 ….
// Throws OpenError if the file
// - is newer than the program,
// - lacks the row of a version in `schema_version`,
// - was made by a migration whose text has changed since,
// - has a table, index, view or trigger that was added, is missing or was changed. The message
//   names each one.
void Migrate(Connection& writer, std::span<const Migration> migrations);

}  // namespace gongkai::sql
