// What may become a finding.
#pragma once

#include <string>
#include <vector>

#include "workflow/leak/finding.h"
#include "workflow/leak/rules.h"

namespace gongkai::leak {

// Something that a rule finds in a folded text.
struct Candidate {
  RuleId rule;
  Range range;          // in the folded text
  std::string excerpt;  // as Finding::excerpt
};

using Candidates = std::vector<Candidate>;

}  // namespace gongkai::leak
