// What must hold of the newest part of the log before anything is served. Takes the same time
// however long the log is; what is older is checked beside serving (full_check.h).
#pragma once

#include <cstdint>

#include "services/storage/database.h"

namespace gongkai::workflow {

// Throws storage::CorruptError, with a message for the operator, unless the tree covers the log,
// the stored nodes lead to the frontier's root, the newest entries hash to what is stored and are
// in the tree, and the records they touched are the fold of their entries. The log's size.
std::uint64_t CheckHead(storage::Database& database);

}  // namespace gongkai::workflow
