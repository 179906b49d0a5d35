// Checks the newest part of the log before the log is served. The time of the checks does not
// depend on the length of the log.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include "workflow/base/time.h"
#include "workflow/ledger/reader.h"
#include "workflow/merkle/tree.h"

namespace gongkai::workflow {

// Thrown if the log must not be served. The message says what was found and what the operator must
// do.
class NotServed : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Returns the head of the log, after a check of the newest 256 entries and of the records of at
// most 16 of their reports, the first by id. Throws ledger::StoreDamaged, which says what is
// damaged, unless
// - the tree covers the entries, without a gap,
// - the stored nodes of the tree lead to its root,
// - the tree contains each of the entries,
// - each of the records is the fold of its entries.
merkle::TreeHead CheckHead(ledger::Reader& log);

// Throws NotServed unless the log continues the log whose head was kept. `now` is the head of the
// log now. Without a kept head, the log must be empty. Throws ledger::StoreDamaged if a node of the
// tree is missing.
void CheckKept(ledger::Reader& log, const merkle::TreeHead& now,
               const std::optional<merkle::TreeHead>& kept);

// Throws NotServed for the damage `what`.
[[noreturn]] void RefuseDamaged(const std::string& what);

// Throws NotServed if the clock is more than a day before or after the newest entry.
// `newest` is Time{} if the log is empty; then nothing is checked.
void CheckClock(base::Time newest, base::Time now);

}  // namespace gongkai::workflow
