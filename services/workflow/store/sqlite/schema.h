// The tables of ledger.db, as numbered migrations.
#pragma once

#include <array>

#include "services/lib/sql/migration.h"

namespace gongkai::workflow {

extern const std::array<sql::Migration, 1> kMigrations;

}  // namespace gongkai::workflow
