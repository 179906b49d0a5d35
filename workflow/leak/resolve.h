// Chooses among candidates that lie over each other.
#pragma once

#include "workflow/leak/candidate.h"

namespace gongkai::leak {

// Leaves, of candidates that share a byte, the most severe; of equal ones the longest, then the one whose
// rule is first. Leaves the candidates in the order of their places.
void Resolve(Candidates& candidates);

}  // namespace gongkai::leak
