// The tables of ledger.db, as numbered migrations.
#pragma once

#include <span>

#include "services/lib/sql/migration.h"

namespace gongkai::workflow {

// Returns the migrations, which are valid until the program ends.
std::span<const sql::Migration> Migrations();

}  // namespace gongkai::workflow
