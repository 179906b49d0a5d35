#include "workflow/ledger/leak_review.h"

#include <algorithm>
#include <utility>

namespace gongkai::ledger {
namespace {

// Adds a verdict behind the others, on these findings of its own.
void Add(std::vector<Adjudicated>& to, FindingRange findings, const Adjudicated& verdict) {
  if (findings.count == 0) return;
  const bool continues = !to.empty() && to.back().findings.End() == findings.first &&
                         to.back().verdict == verdict.verdict && to.back().by == verdict.by;
  if (continues) {
    to.back().findings.count += findings.count;
  } else {
    to.push_back({findings, verdict.verdict, verdict.by});
  }
}

// Returns the part of `range` that is from `begin` up to, but without, `end`.
FindingRange Cut(FindingRange range, std::uint32_t begin, std::uint32_t end) {
  const std::uint32_t first = std::max(range.first, begin);
  const std::uint32_t last = std::min(range.End(), end);
  return {.first = first, .count = last > first ? last - first : 0};
}

}  // namespace

LeakReview WithCheck(LeakReview review, const base::Digest& content, const LeakCheck& check) {
  const bool same = review.content == content && review.rules_version == check.rules_version &&
                    review.findings == check.findings && review.list == check.list;
  if (same) return review;
  LeakReview next{.content = content,
                  .rules_version = check.rules_version,
                  .findings = check.findings,
                  .list = check.list};
  for (const CarriedFindings& carried : check.carried) {
    const std::uint32_t begin = carried.first_before;
    const std::uint32_t end = begin + carried.findings.count;
    const auto ends_before = [](const Adjudicated& each, std::uint32_t number) {
      return each.findings.End() <= number;
    };
    auto at =
        std::lower_bound(review.adjudicated.begin(), review.adjudicated.end(), begin, ends_before);
    for (; at != review.adjudicated.end() && at->findings.first < end; ++at) {
      if (!Settles(at->verdict)) continue;
      FindingRange kept = Cut(at->findings, begin, end);
      kept.first = kept.first - begin + carried.findings.first;
      Add(next.adjudicated, kept, *at);
    }
  }
  return next;
}

void Adjudicate(LeakReview& review, const Adjudicated& verdict) {
  const FindingRange& findings = verdict.findings;
  std::vector<Adjudicated> next;
  next.reserve(review.adjudicated.size() + 2);
  for (const Adjudicated& each : review.adjudicated) {
    Add(next, Cut(each.findings, 0, findings.first), each);
  }
  Add(next, findings, verdict);
  for (const Adjudicated& each : review.adjudicated) {
    Add(next, Cut(each.findings, findings.End(), each.findings.End()), each);
  }
  review.adjudicated = std::move(next);
}

OpenFindings OpenOf(const LeakReview& review,
                    const std::function<bool(const Adjudicated&)>& counts) {
  OpenFindings out;
  const auto count = [&out](std::uint32_t& into, FindingRange findings) {
    if (findings.count == 0) return;
    into += findings.count;
    if (out.first == 0) out.first = findings.first;
  };
  std::uint32_t next = 1;
  for (const Adjudicated& each : review.adjudicated) {
    count(out.open, {.first = next, .count = each.findings.first - next});
    if (!counts(each)) {
      count(out.open, each.findings);
    } else if (!Settles(each.verdict)) {
      count(out.to_mask, each.findings);
    }
    next = each.findings.End();
  }
  count(out.open, {.first = next, .count = review.findings + 1 - next});
  return out;
}

}  // namespace gongkai::ledger
