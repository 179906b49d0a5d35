// Defines the tables of intake.db.
#pragma once

#include <span>

#include "services/lib/sql/migration.h"

namespace gongkai::intake {

// Says what is stored. The column `kind` holds these numbers.
enum class Kept : int { kContent = 1, kBody = 2, kAttachment = 3 };

// Returns the migrations of intake.db. The span is valid for the whole life of the process.
std::span<const sql::Migration> Migrations();

}  // namespace gongkai::intake
