// What reports go through, and what people write on the way: entries of the usual size.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "workflow/machine/states.h"

namespace gongkai::bench {

struct Step {
  machine::Action action;
  machine::State to;
  std::string_view actor;    // who asks for it
  std::string_view service;  // which of our services passes it on
};

// The steps of the `number`th report, from CREATE to PUBLISH. Every fourth is returned once and
// corrected: 9 steps, where the others take 5.
std::span<const Step> StepsOf(std::uint64_t number);

// The opinion or reason; empty where none is asked for.
std::string_view CommentOf(machine::Action action);

}  // namespace gongkai::bench
