// What a thousand open watches cost beside one: docs/performance.md.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "tests/bench/services.h"

namespace gongkai::bench {

struct WatchPlan {
  int people = 63;     // legal reviewers of the policy: user/legal-0, user/legal-1, …
  int watches = 1000;  // of WatchTasks, 16 of one person
  int changes = 50;    // that all of them hear of, one after the other
  std::chrono::milliseconds idle{5000};
};

// What so many open watches cost.
struct WatchFigure {
  int watches = 0;
  double heard_ms = 0;  // the median: from the call that makes a change until all have heard of it
  double workflow_cpu_ms = 0;       // for one change
  double review_cpu_ms = 0;         // for one change
  double workflow_idle_cpu_ms = 0;  // in one second without a change
  double review_idle_cpu_ms = 0;
  double workflow_mb = 0;  // resident, more than before the first was opened
  double review_mb = 0;
};

// Measures with one watch, and then with all, on the same processes.
std::vector<WatchFigure> MeasureWatches(const Places& places, const WatchPlan& plan);

// Returns a table of the figures, with the ratios to the first.
std::string ToText(const std::vector<WatchFigure>& figures);

}  // namespace gongkai::bench
