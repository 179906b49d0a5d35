#include "workflow/machine/diagram.h"

#include <algorithm>

namespace gongkai::machine {
namespace {

bool SameArrow(const Transition& a, const Transition& b) {
  return a.from == b.from && a.to == b.to && a.role == b.role;
}

std::string Node(State state) {
  return state == State::kNone ? "[*]" : std::string(ToString(state));
}

}  // namespace

std::string Diagram(std::span<const Transition> table) {
  std::string out = "stateDiagram-v2\n";
  for (std::size_t i = 0; i < table.size(); ++i) {
    const Transition& row = table[i];
    const auto drawn = table.first(i);
    const auto same = [&row](const Transition& other) { return SameArrow(row, other); };
    if (std::ranges::any_of(drawn, same)) continue;

    out +=
        "  " + Node(row.from) + " --> " + Node(row.to) + ": " + std::string(ToString(row.action));
    for (const Transition& later : table.subspan(i + 1)) {
      if (same(later)) out += ", " + std::string(ToString(later.action));
    }
    if (row.effects.Has(Effect::kAtQuorum)) out += " at quorum";
    out += " (" + std::string(ToString(row.role)) + ")\n";
  }
  for (std::size_t i = 0; i < kStateCount; ++i) {
    const auto state = static_cast<State>(i);
    const bool entered = std::ranges::count(table, state, &Transition::to) > 0;
    const bool left = std::ranges::count(table, state, &Transition::from) > 0;
    if (entered && !left) {
      out += "  " + Node(state) + " --> [*]\n";
    }
  }
  return out;
}

}  // namespace gongkai::machine
