// What two single steps cost: a large submission, and counting a deadline: docs/performance.md.
#pragma once

#include <cstddef>
#include <string>

#include "tests/bench/services.h"

namespace gongkai::bench {

struct SubmissionPlan {
  int submissions = 50;  // of each size
  std::size_t small_body = 1 << 10;
  std::size_t large_body = 512 << 10;
  int attachments = 10;  // of the large report; the small one has none
  std::size_t attachment = 1 << 20;
};

// The median times of SubmitReport.
struct SubmissionFigure {
  double small_ms = 0;
  double large_ms = 0;
};

// Submits small and large reports in turns, one call at a time. Only SubmitReport is timed.
SubmissionFigure MeasureSubmissions(const Places& places, const SubmissionPlan& plan);

std::string ToText(const SubmissionFigure& figure);

struct DeadlinePlan {
  int rounds = 51;
  int counts = 1000;  // of a round
  int days = 40;      // working days of the term
};

// The medians of the rounds.
struct DeadlineFigure {
  int days = 0;
  double count_us = 0;  // to set the term of a stage and to list its days
  double hash_us = 0;   // to hash 4 KiB with SHA-256, to compare with
};

// Counts a deadline as ExplainDeadline does, on this thread and without gRPC, and hashes, in turns.
DeadlineFigure MeasureDeadlines(const DeadlinePlan& plan);

std::string ToText(const DeadlineFigure& figure);

}  // namespace gongkai::bench
