// What one caller who makes the most expensive calls does to another.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/bench/lane.h"
#include "tests/bench/measure.h"
#include "tests/bench/services.h"
#include "tests/bench/storm_data.h"

namespace gongkai::bench {

// Where the processes of an office are.
struct StormOffice {
  std::filesystem::path certificates;
  std::map<std::string, std::string> addresses;  // by service

  Channels As(const std::string& service, const std::string& who, int count) const;
};

// One kind of call, in many, and what somebody else asks of the same process.
struct StormCase {
  std::string name;
  std::function<Lanes(const StormOffice&, const StormData&)> storm;
  std::function<Lanes(const StormOffice&, const StormData&)> other;  // one caller
};

const std::vector<StormCase>& StormCases();

struct StormMeasurement {
  double quiet_p50_ms = 0;                  // of the other caller
  double beside_p50_ms = 0;                 // while it storms
  double storm_rate = 0;                    // answers a second
  std::map<std::string, double> growth_mb;  // by process: the most beside, above quiet
};

// Has a process of its own make the calls, 64 at once: so that what its client does with the
// answers delays nobody else's.
StormMeasurement MeasureStorm(const StormCase& storm, const Places& places,
                              const Pipeline& pipeline, const StormData& data,
                              const Window& window);

// What that process does until it is stopped.
int ServeStorm(const std::filesystem::path& office);

// Of each figure the median.
StormMeasurement MedianOf(const std::vector<StormMeasurement>& rounds);

}  // namespace gongkai::bench
