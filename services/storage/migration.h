// A schema grows by numbered migrations, never by edits of what is there.
#pragma once

#include <span>
#include <string_view>

#include "services/storage/connection.h"

namespace gongkai::storage {

struct Migration {
  int version;           // 1, 2, 3 …
  std::string_view sql;  // statements that take the schema here from the version before
};

// Brings the file to the newest of `migrations`, each in a transaction of its own together with its
// row in `schema_version`. Before that it makes sure that the file is what the same migrations made
// of it. Throws OpenError if the file
// - is newer than the program,
// - was made by a migration whose text has changed since,
// - has a table, index or trigger more, less or other than the migrations make; they are named.
void Migrate(Connection& writer, std::span<const Migration> migrations);

}  // namespace gongkai::storage
