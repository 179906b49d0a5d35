// One measurement: a load on some processes for a while.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/bench/lane.h"
#include "tests/bench/process.h"

namespace gongkai::bench {

struct Window {
  std::chrono::milliseconds warm_up;
  std::chrono::milliseconds measured;
};

struct Measurement {
  double rate = 0;  // answers a second
  double p50_ms = 0;
  double p99_ms = 0;
  double client_cpu_us = 0;                     // a call
  std::map<std::string, double> server_cpu_us;  // a call, by process
  double flushes = 0;                           // a call, of all processes
  double foreign_cpus = 0;                      // kept busy by whatever else runs on the machine
};

// rate: see Load. Throws at the first answer that is not as it should be.
Measurement Measure(Lanes& lanes, double rate, const Window& window,
                    const std::vector<Process*>& processes);

// Of each figure the median.
Measurement MedianOf(const std::vector<Measurement>& measurements);

double MedianOf(std::vector<double> values);

}  // namespace gongkai::bench
