// The longest rows that the rules allow, filed in an office of processes.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/services.h"

namespace gongkai::bench {

struct StormData {
  std::vector<std::string> waiting;  // in legal review, every text as long as it may be
  std::string small;                 // a draft of a few words
};

// Files `rows` of what waits.
StormData FileStormData(const Pipeline& pipeline, int rows);

}  // namespace gongkai::bench
