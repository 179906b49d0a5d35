// A log of a given length, written as the process would have written it over a year.
#pragma once

#include <cstdint>
#include <filesystem>

namespace gongkai::bench {

// Makes `data`/ledger.db with so many entries, through the ledger's own write path. `policy` is the
// policy file, which must know the people of the lifecycles.
void Fill(const std::filesystem::path& data, std::uint64_t entries,
          const std::filesystem::path& policy);

}  // namespace gongkai::bench
