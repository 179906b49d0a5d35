#include "workflow/machine/faults.h"

#include "workflow/machine/proof.h"

namespace gongkai::machine {

std::string Describe(const Path& path) {
  const auto steps = path.steps();
  const State start = steps.empty() ? State::kNone : steps.front().from;
  if (steps.empty() && path.end.state != start) {
    return "nothing leads to " + std::string(ToString(path.end.state));
  }
  std::string out(ToString(start));
  for (const Transition& row : steps) {
    out += " -" + std::string(ToString(row.action)) + "-> " + std::string(ToString(row.to));
  }
  const auto& [state, believed, actual] = path.end;
  const bool published = state == State::kPublished;
  if ((published || state == State::kFiled) && !(actual.legal && actual.secrecy)) {
    out += " (";
    if (!actual.legal) out += "no legal approval";
    if (!actual.legal && !actual.secrecy) out += ", ";
    if (!actual.secrecy) out += "no secrecy approval";
    out += published ? " of the published content)" : " of the filed content)";
  }
  return out;
}

std::vector<std::string> Faults(std::span<const Transition> table) {
  std::vector<std::string> faults;
#define GONGKAI_TELL(find, sentence) \
  if (const auto path = find(table)) faults.push_back(sentence ": " + Describe(*path));
  GONGKAI_MACHINE_CHECKS(GONGKAI_TELL)
#undef GONGKAI_TELL
  return faults;
}

}  // namespace gongkai::machine
