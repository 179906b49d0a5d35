// What was measured, for people and for programs.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "tests/bench/suite.h"

namespace gongkai::bench {

nlohmann::ordered_json ToJson(const Plan& plan, const Outcome& outcome);

// A table of medians, and the ratios.
std::string ToText(const Plan& plan, const Outcome& outcome);

}  // namespace gongkai::bench
