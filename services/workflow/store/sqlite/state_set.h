// Conditions on the state of a report, in SQL.
#pragma once

#include <string>
#include <vector>

#include "workflow/machine/states.h"

namespace gongkai::workflow {

// Returns the states of reports of which `holds` is true.
template <class Predicate>
std::vector<machine::State> StatesThat(const Predicate& holds) {
  std::vector<machine::State> states;
  for (std::size_t i = 1; i < machine::kStateCount; ++i) {
    if (holds(static_cast<machine::State>(i))) states.push_back(static_cast<machine::State>(i));
  }
  return states;
}

// Returns the condition "state IN (6, 7)". The numbers are those of machine::State, which never
// change.
inline std::string Condition(const std::vector<machine::State>& states) {
  std::string out = "state IN (";
  for (const machine::State state : states) {
    if (out.back() != '(') out += ", ";
    out += std::to_string(static_cast<int>(state));
  }
  return out + ')';
}

}  // namespace gongkai::workflow
