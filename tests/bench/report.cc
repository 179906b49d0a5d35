#include "tests/bench/report.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>

namespace gongkai::bench {
namespace {

using Json = nlohmann::ordered_json;

struct Ratio {
  std::string name;
  std::string of;
  std::string to;
  std::string aim;
};

const std::vector<Ratio>& Ratios() {
  static const std::vector<Ratio> kRatios{
      {"transitions to echo", "b_transition", "a_echo", "0.5"},
      {"transitions, large log to small", "b_transition_large", "b_transition", "0.95"},
      {"audit list, large log to small", "d_list_large", "d_list", "0.95"},
      {"audit entry, large log to small", "d_entry_large", "d_entry", "0.95"},
      {"audit proof, large log to small", "d_proof_large", "d_proof", "0.95"},
  };
  return kRatios;
}

// The median of the rounds' ratios of saturated rates: each of two measurements close in time.
std::optional<double> ValueOf(const Ratio& ratio, const Outcome& outcome) {
  const auto of = outcome.cases.find(ratio.of);
  const auto to = outcome.cases.find(ratio.to);
  if (of == outcome.cases.end() || to == outcome.cases.end()) return std::nullopt;
  std::vector<double> values;
  for (std::size_t i = 0; i < to->second.saturated.size(); ++i) {
    values.push_back(of->second.saturated[i].rate / to->second.saturated[i].rate);
  }
  return MedianOf(std::move(values));
}

double StartRatio(const Outcome& outcome) {
  return MedianOf(outcome.starts_ms.at("large")) / MedianOf(outcome.starts_ms.at("small"));
}

Json ToJson(const Measurement& measurement) {
  return {{"calls_per_second", measurement.rate},
          {"p50_ms", measurement.p50_ms},
          {"p99_ms", measurement.p99_ms},
          {"client_cpu_us_per_call", measurement.client_cpu_us},
          {"server_cpu_us_per_call", measurement.server_cpu_us},
          {"flushes_per_call", measurement.flushes},
          {"foreign_cpus", measurement.foreign_cpus}};
}

Json ToJson(const std::vector<Measurement>& rounds) {
  Json all = Json::array();
  for (const Measurement& measurement : rounds) all.push_back(ToJson(measurement));
  return {{"median", ToJson(MedianOf(rounds))}, {"rounds", std::move(all)}};
}

Json ToJson(const StormMeasurement& storm) {
  return {{"storm_calls_per_second", storm.storm_rate},
          {"quiet_p50_ms", storm.quiet_p50_ms},
          {"beside_p50_ms", storm.beside_p50_ms},
          {"ratio", storm.beside_p50_ms / storm.quiet_p50_ms},
          {"growth_mb", storm.growth_mb}};
}

Json ToJson(const std::vector<StormMeasurement>& rounds) {
  Json all = Json::array();
  for (const StormMeasurement& round : rounds) all.push_back(ToJson(round));
  return {{"median", ToJson(MedianOf(rounds))}, {"rounds", std::move(all)}};
}

std::string ToText(const std::map<std::string, std::vector<StormMeasurement>>& storms) {
  if (storms.empty()) return {};
  std::string text =
      fmt::format("\n{:20} {:>8} {:>8} {:>8} {:>8}   {}\n", "64 in flight, and another", "calls/s",
                  "quiet ms", "beside", "ratio", "growth in MB");
  for (const auto& [name, rounds] : storms) {
    const StormMeasurement storm = MedianOf(rounds);
    text += fmt::format("{:20} {:8.0f} {:8.2f} {:8.2f} {:8.2f}  ", name, storm.storm_rate,
                        storm.quiet_p50_ms, storm.beside_p50_ms,
                        storm.beside_p50_ms / storm.quiet_p50_ms);
    for (const auto& [process, growth] : storm.growth_mb) {
      text += fmt::format(" {} {:.0f}", process, growth);
    }
    text += '\n';
  }
  return text + "aims: a ratio of at most 3, a growth of at most 300 MB\n";
}

std::string Row(const std::string& name, const std::string& load, const Measurement& measurement) {
  std::string servers;
  for (const auto& [process, used] : measurement.server_cpu_us) {
    servers += fmt::format("{}{:.0f}", servers.empty() ? "" : "+", used);
  }
  return fmt::format("{:20} {:9} {:8.0f} {:8.2f} {:8.2f} {:8.0f} {:>14} {:9.3f} {:8.2f}\n", name,
                     load, measurement.rate, measurement.p50_ms, measurement.p99_ms,
                     measurement.client_cpu_us, servers, measurement.flushes,
                     measurement.foreign_cpus);
}

}  // namespace

Json ToJson(const Plan& plan, const Outcome& outcome) {
  Json json{{"plan",
             {{"rounds", plan.rounds},
              {"warm_up_ms", plan.window.warm_up.count()},
              {"measured_ms", plan.window.measured.count()},
              {"small_log_entries", plan.small_log},
              {"large_log_entries", plan.large_log}}},
            {"fill_of_large_log_seconds", outcome.fill_seconds}};
  for (const auto& [name, figures] : outcome.cases) {
    json["cases"][name] = {{"saturated", ToJson(figures.saturated)},
                           {"half_load", ToJson(figures.half)}};
  }
  for (const auto& [name, rounds] : outcome.storms) json["storms"][name] = ToJson(rounds);
  for (const auto& [log, times] : outcome.starts_ms) {
    json["start_until_serving_ms"][log] = {{"median", MedianOf(times)}, {"all", times}};
  }
  for (const Ratio& ratio : Ratios()) {
    if (const auto value = ValueOf(ratio, outcome)) json["ratios"][ratio.name] = *value;
  }
  json["ratios"]["start, large log to small"] = StartRatio(outcome);
  return json;
}

std::string ToText(const Plan& plan, const Outcome& outcome) {
  std::string text = fmt::format(
      "medians of {} rounds of {} ms; CPU in µs a call; logs of {} and {} entries\n\n"
      "{:20} {:9} {:>8} {:>8} {:>8} {:>8} {:>14} {:>9} {:>8}\n",
      plan.rounds, plan.window.measured.count(), plan.small_log, plan.large_log, "", "load",
      "calls/s", "p50 ms", "p99 ms", "client", "servers", "flushes", "foreign");
  for (const auto& [name, figures] : outcome.cases) {
    text += Row(name, "saturated", MedianOf(figures.saturated));
    text += Row("", "half", MedianOf(figures.half));
  }
  text += '\n';
  for (const auto& [log, times] : outcome.starts_ms) {
    text += fmt::format("start until serving, {} log: {:.1f} ms\n", log, MedianOf(times));
  }
  text += fmt::format("\n{:36} {:>8}   {}\n", "ratio", "", "aim");
  for (const Ratio& ratio : Ratios()) {
    const auto value = ValueOf(ratio, outcome);
    if (value) text += fmt::format("{:36} {:8.2f}   at least {}\n", ratio.name, *value, ratio.aim);
  }
  text +=
      fmt::format("{:36} {:8.2f}   at most 2\n", "start, large log to small", StartRatio(outcome));
  return text + ToText(outcome.storms);
}

}  // namespace gongkai::bench
