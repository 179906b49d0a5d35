#include "tests/bench/suite.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <thread>
#include <utility>

#include "tests/bench/audit_lane.h"
#include "tests/bench/echo_lane.h"
#include "tests/bench/fill.h"

namespace gongkai::bench {
namespace {

// Calls outstanding: what saturates, and not much more. Those of echo and transitions are equal.
constexpr int kDirectCalls = 256;
constexpr int kEchoConnections = 6;  // as many as the transitions have
constexpr int kAuditCalls = 64;
constexpr int kAuditConnections = 4;
constexpr int kStageCalls = 128;
constexpr int kKnownReports = 2000;

void Say(const std::string& what) { std::cerr << what << std::endl; }

class Suite {
 public:
  Suite(const Places& places, const Plan& plan) : places_(places), plan_(plan) {}

  Outcome Run() {
    MakeLogs();
    TimeStarts();
    const auto echo = StartEcho(places_);
    const Channels echo_channels = echo->As("service/intake", kEchoConnections);
    std::filesystem::copy(Filled("large"), places_.work / "large");
    const auto large = StartWorkflow(places_, "workflow-large", places_.work / "large");
    AwaitFullCheck(large->process());
    for (int round = 1; round <= plan_.rounds; ++round) {
      Say(fmt::format("round {} of {}", round, plan_.rounds));
      Lanes echoes = MakeEchoLanes(echo_channels, kDirectCalls);
      Take("a_echo", echoes, {&echo->process()});
      SmallLog();
      Workflow(*large, "_large");
      WholePipeline();
      Storms();
    }
    large->process().Stop();
    echo->process().Stop();
    return std::move(outcome_);
  }

 private:
  std::filesystem::path Filled(const std::string& log) const {
    return places_.work / ("filled-" + log);
  }

  void MakeLogs() {
    for (const auto& [log, entries] :
         {std::pair<std::string, std::uint64_t>("small", plan_.small_log),
          {"large", plan_.large_log}}) {
      Say(fmt::format("filling a log of {} entries", entries));
      const auto start = std::chrono::steady_clock::now();
      Fill(Filled(log), entries, places_.policy);
      const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
      outcome_.fill_seconds = taken.count();
    }
  }

  // In turns, so that a disturbance falls on both.
  void TimeStarts() {
    for (int i = 0; i < plan_.starts; ++i) {
      for (const std::string log : {"small", "large"}) {
        outcome_.starts_ms[log].push_back(TimeStart(places_, Filled(log)).count() * 1e3);
      }
    }
  }

  // Each process checks its whole log once beside serving; what is measured is the time after.
  void AwaitFullCheck(Process& process) {
    Say("waiting for the check of the whole large log");
    for (;;) {
      std::ifstream log(process.log());
      const std::string text(std::istreambuf_iterator<char>(log), {});
      if (text.find("the whole log is sound") != std::string::npos) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }

  void SmallLog() {
    const std::filesystem::path data = places_.work / "small";
    std::filesystem::remove_all(data);
    std::filesystem::copy(Filled("small"), data);
    const auto workflow = StartWorkflow(places_, "workflow-small", data);
    AwaitFullCheck(workflow->process());
    Workflow(*workflow, "");
    workflow->process().Stop();
  }

  void Workflow(Service& workflow, const std::string& suffix) {
    const std::vector<Process*> processes{&workflow.process()};
    const Channels auditor = workflow.As("user/guo-lei", kAuditConnections);
    const AuditSubject subject = FindSubject(auditor, kKnownReports);
    for (const auto& [name, read] : {std::pair("d_list", AuditRead::kList),
                                     {"d_entry", AuditRead::kEntry},
                                     {"d_proof", AuditRead::kProof}}) {
      Lanes reads = MakeAuditLanes(auditor, read, subject, kAuditCalls);
      Take(name + suffix, reads, processes);
    }
    Lanes transitions = MakeTransitionLanes(AsServices(workflow), kDirectCalls);
    Take("b_transition" + suffix, transitions, processes);
  }

  void WholePipeline() {
    if (!Wanted("c_stages")) return;
    Pipeline pipeline = StartPipeline(places_);
    Lanes lanes = MakeStageLanes(pipeline.People(), kStageCalls);
    Take("c_stages", lanes, pipeline.processes());
    pipeline.Stop();
  }

  void Storms() {
    if (std::ranges::none_of(StormCases(), [this](const auto& one) { return Wanted(one.name); })) {
      return;
    }
    Pipeline pipeline = StartPipeline(places_);
    const StormData data = FileStormData(pipeline, plan_.storm_rows);
    for (const StormCase& storm : StormCases()) {
      if (!Wanted(storm.name)) continue;
      outcome_.storms[storm.name].push_back(
          MeasureStorm(storm, places_, pipeline, data, plan_.window));
      const StormMeasurement& measured = outcome_.storms[storm.name].back();
      Say(fmt::format("  {:20} {:8.0f}/s, beside it {:.2f} ms for {:.2f}", storm.name,
                      measured.storm_rate, measured.beside_p50_ms, measured.quiet_p50_ms));
    }
    pipeline.Stop();
  }

  bool Wanted(const std::string& name) const { return name.starts_with(plan_.only); }

  void Take(const std::string& name, Lanes& lanes, const std::vector<Process*>& processes) {
    if (!Wanted(name)) return;
    Figures& figures = outcome_.cases[name];
    figures.saturated.push_back(Measure(lanes, 0, plan_.window, processes));
    const double rate = figures.saturated.back().rate;
    figures.half.push_back(Measure(lanes, rate / 2, plan_.window, processes));
    Say(fmt::format("  {:20} {:8.0f}/s", name, rate));
  }

  const Places& places_;
  const Plan& plan_;
  Outcome outcome_;
};

}  // namespace

Outcome Run(const Places& places, const Plan& plan) { return Suite(places, plan).Run(); }

}  // namespace gongkai::bench
