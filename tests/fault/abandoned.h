// What changes leave behind whose process was killed before it asked the ledger.
#pragma once

#include <filesystem>
#include <string>

namespace gongkai::fault {

// Stores `count` contents of `report`, each unlike all others, as intake does for a change, and
// asks no ledger. Each has an attachment of its own, of which every third was not placed yet; every
// second has `body`, the others a body of their own. Intake, whose directory `data` is, does not
// run.
void Abandon(const std::filesystem::path& data, int count, const std::string& report,
             const std::string& body);

}  // namespace gongkai::fault
