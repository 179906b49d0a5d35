// What a page of a queue of 10,000 tasks costs beside one of a queue of 100: docs/performance.md.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/services.h"

namespace gongkai::bench {

struct QueuePlan {
  int small_queue = 100;  // tasks that wait in legal review; at least two pages, and even
  int large_queue = 10'000;
  int page = 50;    // tasks
  int calls = 200;  // of each page, method and queue
};

// The median times of one call, in both queues.
struct QueueTimes {
  double small_ms = 0;
  double large_ms = 0;

  double ratio() const { return large_ms / small_ms; }
};

// One page of the queue, soonest due first.
struct QueueFigure {
  std::string page;    // which page it is, and by which filter
  QueueTimes tasks;    // ReviewService.ListTasks
  QueueTimes records;  // WorkflowService.ListRecords: the same page without the headings of intake
};

// Files both queues, each in processes of its own, and asks for each page in turns, one call at a
// time. Says on standard error what it is doing.
std::vector<QueueFigure> MeasureQueues(const Places& places, const QueuePlan& plan);

// Returns a table of the figures, with the ratios of the large queue to the small one.
std::string ToText(const std::vector<QueueFigure>& figures, const QueuePlan& plan);

}  // namespace gongkai::bench
