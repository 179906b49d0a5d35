// The checks of proof.h at run time, for whoever changes the table or doubts it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "workflow/machine/checks.h"

namespace gongkai::machine {

// "NONE -CREATE-> DRAFT -PUBLISH-> PUBLISHED (no legal approval, no secrecy approval of the
// published content)", or "nothing leads to CLEARED".
std::string Describe(const Path& path);

// Every check that `table` fails: the check's sentence and a shortest path to what it found. Empty
// for a table that is fit for use.
std::vector<std::string> Faults(std::span<const Transition> table);

}  // namespace gongkai::machine
