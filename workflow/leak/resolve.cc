#include "workflow/leak/resolve.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

namespace gongkai::leak {
namespace {

// Orders candidates from the one to keep first.
bool IsStronger(const Candidate& a, const Candidate& b) {
  const auto rank = [](const Candidate& c) {
    const std::size_t size = c.range.end - c.range.begin;
    return std::tuple(RuleOf(c.rule).severity, ~size, c.rule, c.range.begin);
  };
  return rank(a) < rank(b);
}

}  // namespace

void Resolve(Candidates& candidates) {
  std::ranges::stable_sort(candidates, IsStronger);
  std::map<std::size_t, Candidate> kept;  // by their begin
  for (Candidate& candidate : candidates) {
    const auto next = kept.lower_bound(candidate.range.begin);
    const bool meets_next = next != kept.end() && next->first < candidate.range.end;
    const bool meets_last =
        next != kept.begin() && std::prev(next)->second.range.end > candidate.range.begin;
    if (!meets_next && !meets_last) kept.emplace(candidate.range.begin, std::move(candidate));
  }
  candidates.clear();
  for (auto& [begin, candidate] : kept) candidates.push_back(std::move(candidate));
}

}  // namespace gongkai::leak
