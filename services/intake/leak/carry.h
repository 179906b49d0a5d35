// Finds which findings of a list an earlier list had, too.
#pragma once

#include <vector>

#include "gongkai/workflow/v1/details.pb.h"
#include "services/intake/leak/finding_list.h"

namespace gongkai::intake {

// Returns the findings that both lists have in the same part, by the same rule and in unchanged text.
// Where a list has several that are alike, each stands for one of the other list. At most
// limits::kCarriedFindings rows; the findings after these are not carried.
std::vector<workflow::v1::CarriedFindings> Carry(const FindingList& before, const FindingList& now);

}  // namespace gongkai::intake
