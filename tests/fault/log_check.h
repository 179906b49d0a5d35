// What must hold of a ledger whatever happened to its process. Each function fails the running test
// where it does not.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/fault/acknowledged.h"
#include "workflow/ledger/store.h"

namespace gongkai::fault {

// A tree that somebody was shown.
struct SeenTree {
  std::uint64_t size = 0;
  std::string root;  // 64 lower-case hex digits
};

// The whole log in the data directory of a workflow process that has ended. The file is sound to
// SQLite; the head check passes; each entry follows the one before by a row of the table; every
// record is the fold of its entries; every stored node, the frontier and the root are those of the
// leaves.
std::vector<ledger::Sealed> ReadSoundLog(const std::filesystem::path& data);

// Each report's entries are exactly what was acknowledged, in that order: nothing is missing,
// nothing happened twice, nobody was refused, and each answer told what the entry says.
void ExpectExactly(const std::vector<ledger::Sealed>& log,
                   const std::vector<Acknowledged>& acknowledged);

// Every tree that was shown is a prefix of the log.
void ExpectPrefixes(const std::vector<ledger::Sealed>& log, const std::vector<SeenTree>& seen);

}  // namespace gongkai::fault
