// Everything that is measured, in one run.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/bench/measure.h"
#include "tests/bench/services.h"
#include "tests/bench/storm.h"

namespace gongkai::bench {

struct Plan {
  int rounds = 5;
  Window window{.warm_up = std::chrono::milliseconds(1000),
                .measured = std::chrono::milliseconds(4000)};
  int starts = 7;
  std::uint64_t small_log = 10'000;  // entries
  int storm_rows = 300;              // reports with the longest texts
  std::uint64_t large_log = 1'000'000;
  std::string only;  // cases whose name starts so; empty: all
};

// One case in all rounds.
struct Figures {
  std::vector<Measurement> saturated;
  std::vector<Measurement> half;  // at half the rate of the same round's saturated one
};

struct Outcome {
  std::map<std::string, Figures> cases;                         // by name; "a_echo" is the first
  std::map<std::string, std::vector<StormMeasurement>> storms;  // by name
  std::map<std::string, std::vector<double>> starts_ms;         // of the small and of the large log
  double fill_seconds = 0;                                      // of the large log
};

// Says on standard error what it is doing.
Outcome Run(const Places& places, const Plan& plan);

}  // namespace gongkai::bench
