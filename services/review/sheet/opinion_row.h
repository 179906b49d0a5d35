// One row of the sections D to J: what somebody decided, and by which entry of the ledger.
#pragma once

#include "services/review/sheet/fill.h"
#include "services/review/sheet/opinions.h"

namespace gongkai::review {

// Fills the row: what was done, the conclusion, the answers to the questions, the opinion, who
// signed it, and its entry.
void AddOpinionRow(const Opinion& opinion, Fill& row);

}  // namespace gongkai::review
