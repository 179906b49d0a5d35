#include "tests/bench/measure.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <numeric>
#include <stdexcept>
#include <thread>

#include "tests/bench/load.h"

namespace gongkai::bench {
namespace {

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double ClientCpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return Seconds(usage.ru_utime) + Seconds(usage.ru_stime);
}

// CPU seconds of all that runs on the machine.
double MachineCpuSeconds() {
  std::ifstream file("/proc/stat");
  std::string name;
  double user = 0;
  double nice = 0;
  double system = 0;
  double idle = 0;
  double wait = 0;
  double interrupts = 0;
  double soft_interrupts = 0;
  double stolen = 0;
  file >> name >> user >> nice >> system >> idle >> wait >> interrupts >> soft_interrupts >> stolen;
  return (user + nice + system + interrupts + soft_interrupts + stolen) /
         static_cast<double>(sysconf(_SC_CLK_TCK));
}

// What has been used and done so far.
struct Reading {
  Clock::time_point time = Clock::now();
  double client = ClientCpuSeconds();
  double machine = MachineCpuSeconds();
  std::vector<double> servers;
  std::uint64_t flushes = 0;
  std::uint64_t answered = 0;

  Reading(const Load& load, const std::vector<Process*>& processes) : answered(load.answered()) {
    for (const Process* process : processes) {
      servers.push_back(process->CpuSeconds());
      flushes += process->Flushes();
    }
  }
};

double Percentile(std::vector<float>& values, double share) {
  if (values.empty()) return 0;
  const auto place = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + place, values.end());
  return values[static_cast<std::size_t>(place)];
}

}  // namespace

Measurement Measure(Lanes& lanes, double rate, const Window& window,
                    const std::vector<Process*>& processes) {
  Load load(lanes, rate);
  std::this_thread::sleep_for(window.warm_up);
  const Reading from(load, processes);
  std::this_thread::sleep_for(window.measured);
  const Reading to(load, processes);
  load.Stop();
  if (!load.complaint().empty()) throw std::runtime_error(load.complaint());

  std::vector<float> taken_ms;
  for (const Load::Sample& sample : load.TakeSamples()) {
    if (sample.due < from.time || sample.due >= to.time) continue;
    taken_ms.push_back(sample.taken.count() * 1e3F);
  }
  const double seconds = std::chrono::duration<double>(to.time - from.time).count();
  const auto calls = static_cast<double>(std::max<std::uint64_t>(1, to.answered - from.answered));
  Measurement result{.rate = calls / seconds,
                     .p50_ms = Percentile(taken_ms, 0.50),
                     .p99_ms = Percentile(taken_ms, 0.99),
                     .client_cpu_us = (to.client - from.client) / calls * 1e6,
                     .flushes = static_cast<double>(to.flushes - from.flushes) / calls};
  double ours = to.client - from.client;
  for (std::size_t i = 0; i < processes.size(); ++i) {
    const double used = to.servers[i] - from.servers[i];
    result.server_cpu_us[processes[i]->name()] = used / calls * 1e6;
    ours += used;
  }
  result.foreign_cpus = std::max(0.0, to.machine - from.machine - ours) / seconds;
  return result;
}

double MedianOf(std::vector<double> values) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : std::midpoint(values[half - 1], values[half]);
}

Measurement MedianOf(const std::vector<Measurement>& measurements) {
  const auto median = [&](auto figure) {
    std::vector<double> values;
    for (const Measurement& measurement : measurements) values.push_back(figure(measurement));
    return MedianOf(std::move(values));
  };
  Measurement result{.rate = median([](const auto& m) { return m.rate; }),
                     .p50_ms = median([](const auto& m) { return m.p50_ms; }),
                     .p99_ms = median([](const auto& m) { return m.p99_ms; }),
                     .client_cpu_us = median([](const auto& m) { return m.client_cpu_us; }),
                     .flushes = median([](const auto& m) { return m.flushes; }),
                     .foreign_cpus = median([](const auto& m) { return m.foreign_cpus; })};
  if (measurements.empty()) return result;
  for (const auto& [process, used] : measurements.front().server_cpu_us) {
    result.server_cpu_us[process] =
        median([&name = process](const auto& m) { return m.server_cpu_us.at(name); });
  }
  return result;
}

}  // namespace gongkai::bench
