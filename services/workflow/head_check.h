// What is checked of the log before it is served: its newest part, in time that does not depend on
// its length.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "services/storage/database.h"
#include "services/workflow/head_file.h"

namespace gongkai::workflow {

// Returns the head of the log. Throws CorruptError, which names the entry, unless the tree covers
// the log, its nodes lead to its root, the newest entries are in it, and the newest records are the
// folds of their entries.
LogHead CheckHead(storage::Database& database);

// Throws OpenError unless the log, whose head is `log`, continues the one whose head was kept.
void CheckKept(storage::Database& database, const LogHead& log, const std::optional<LogHead>& kept);

// Throws OpenError, which says what was found and what the operator is to do.
[[noreturn]] void RefuseDamaged(const std::string& what);

// Throws OpenError if the clock is more than a day off the newest entry; `newest_us` is 0 where
// there is none.
void CheckClock(std::int64_t newest_us, std::int64_t now_us);

}  // namespace gongkai::workflow
