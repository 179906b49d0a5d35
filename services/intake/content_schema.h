// The tables of intake.db.
#pragma once

#include <span>

#include "services/storage/migration.h"

namespace gongkai::intake {

// What is stored, as it stands in the column `kind`.
enum class Kept : int { kContent = 1, kBody = 2, kAttachment = 3 };

std::span<const storage::Migration> Migrations();

}  // namespace gongkai::intake
