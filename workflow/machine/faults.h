// The checks of proof.h at run time, with readable results.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "workflow/machine/checks.h"

namespace gongkai::machine {

// Returns the path as text: "NONE -CREATE-> DRAFT -PUBLISH-> PUBLISHED (no legal approval, no
// secrecy approval of the published content)", or "nothing leads to CLEARED".
std::string Describe(const Path& path);

// Returns one text for each check that `table` fails: the check's sentence, a colon and a shortest
// path to the fault. Returns an empty vector for a table that is fit for use.
std::vector<std::string> Faults(std::span<const Transition> table);

}  // namespace gongkai::machine
