// Proofs of the tree over the stored nodes. Each is verified before it is given out.
#pragma once

#include <cstdint>
#include <vector>

#include "services/workflow/log_reader.h"
#include "workflow/error/result.h"
#include "workflow/merkle/hash.h"

namespace gongkai::workflow {

struct Head {
  std::uint64_t size = 0;
  merkle::Hash root{};
};

struct Inclusion {
  Head head;
  std::vector<merkle::Hash> proof;
};

struct Consistency {
  Head first;
  Head second;
  std::vector<merkle::Hash> proof;
};

// A size of 0 stands for the newest tree. TREE_SIZE_BEYOND_LOG past it; LOG_CORRUPT if what is
// stored does not prove what it should.
Result<Head> HeadAt(LogReader& log, std::uint64_t size);
Result<Inclusion> ProveInclusion(LogReader& log, std::uint64_t index, const merkle::Hash& leaf,
                                 std::uint64_t size);
Result<Consistency> ProveConsistency(LogReader& log, std::uint64_t first, std::uint64_t second);

}  // namespace gongkai::workflow
