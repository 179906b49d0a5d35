// Whether what a page of a filtered list costs grows with the log: docs/performance.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/bench/services.h"

namespace gongkai::bench {

struct FilterPlan {
  std::filesystem::path logs;  // logs are kept here from run to run: filling one takes minutes
  std::uint64_t small_log = 10'000;  // entries
  std::uint64_t huge_log = 10'000'000;
  int calls = 20;          // of each filter, order and log
  std::size_t one_in = 1;  // of the filters, to see only whether it works
};

// One filter in one order: the median times of a page of 50.
struct FilterFigure {
  std::string filter;
  bool descending = false;
  double small_ms = 0;
  double huge_ms = 0;

  double ratio() const { return huge_ms / small_ms; }
};

// Asks both logs for a page of every pair and triple of the fields that entries are filtered by, in
// both orders, one call at a time. The greatest ratio comes first. Says on standard error what it
// is doing.
std::vector<FilterFigure> MeasureFilters(const Places& places, const FilterPlan& plan);

// Returns a table of the greatest ratios, and what the whole comes to.
std::string ToText(const std::vector<FilterFigure>& figures);

}  // namespace gongkai::bench
