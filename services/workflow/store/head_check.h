// Checks the newest part of the log before the log is served. The time of the checks does not
// depend on the length of the log.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "services/lib/sql/database.h"
#include "services/workflow/store/head_file.h"

namespace gongkai::workflow {

// Returns the head of the log, after a check of the newest 256 entries and of the records of at
// most 16 of their reports, the first by id. Uses the writer of `database`. Throws CorruptError or
// ledger::StoreDamaged, which says what is damaged, unless
// - the tree covers the entries, without a gap,
// - the stored nodes of the tree lead to its root,
// - the tree contains each of the entries,
// - each of the records is the fold of its entries.
LogHead CheckHead(sql::Database& database);

// Throws OpenError unless the log continues the log whose head was kept. `log` is the head of the
// log now. Without a kept head, the log must be empty. Throws CorruptError if a node of the tree is
// missing.
void CheckKept(sql::Database& database, const LogHead& log, const std::optional<LogHead>& kept);

// Throws OpenError. The message says what was found and what the operator must do.
[[noreturn]] void RefuseDamaged(const std::string& what);

// Throws OpenError if the clock is more than a day before or after the newest entry. Times are in
// microseconds since 1970. `newest_us` is 0 if the log is empty; then nothing is checked.
void CheckClock(std::int64_t newest_us, std::int64_t now_us);

}  // namespace gongkai::workflow
