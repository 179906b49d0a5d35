// The ledger on SQLite, in one file.
#pragma once

#include <filesystem>
#include <memory>

#include "services/workflow/store/engine.h"

namespace gongkai::workflow {

// Opens the log in `file`, which is created if missing; its directory must exist. `readers` is the
// number of reads that may run at once, at least 2; other reads wait. A TreeSnapshot counts as one
// for as long as it lives. Throws ledger::StoreDamaged if the file is damaged, and sql::Error if this
// program may not serve the file or the file cannot be opened.
std::unique_ptr<Engine> OpenSqlite(const std::filesystem::path& file, int readers = 4);

}  // namespace gongkai::workflow
