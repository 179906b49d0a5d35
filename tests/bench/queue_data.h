// A queue of legal review, for the cases about queues.
#pragma once

#include "tests/bench/services.h"

namespace gongkai::bench {

// The department that files every second task of the queue, and one that files none.
inline constexpr const char* kDepartmentOfHalf = "清河县财政局";
inline constexpr const char* kDepartmentOfNone = "审计科";

// Files and submits so many reports with deadlines. Blocks until workflow has recorded which of the
// deadlines are near or over.
void FileQueue(const Pipeline& pipeline, int tasks);

}  // namespace gongkai::bench
