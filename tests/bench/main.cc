// gongkai-bench: how fast the services are. tests/bench/run builds and calls it.
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "services/lib/runtime/signals.h"
#include "tests/bench/echo_server.h"
#include "tests/bench/fill.h"
#include "tests/bench/filter_bench.h"
#include "tests/bench/machine.h"
#include "tests/bench/queue_bench.h"
#include "tests/bench/report.h"
#include "tests/bench/step_bench.h"
#include "tests/bench/storm.h"
#include "tests/bench/suite.h"
#include "tests/bench/watch_bench.h"

namespace {

using namespace gongkai::bench;  // NOLINT: this is where it is put together

// Shrinks it to a few seconds: enough to see that the benchmark works, not how fast anything is.
void Shrink(Plan& plan) {
  plan.rounds = 1;
  plan.window = {.warm_up = std::chrono::milliseconds(50),
                 .measured = std::chrono::milliseconds(250)};
  plan.storm_rows = 3;
  plan.starts = 1;
  plan.small_log = 100;
  plan.large_log = 1000;
}

void Measure(const Places& places, const Plan& plan, const std::string& out) {
  nlohmann::ordered_json json{{"machine", MachineFacts(places.work)}};
  const Outcome outcome = Run(places, plan);
  json.update(ToJson(plan, outcome));
  std::ofstream(out) << json.dump(2) << '\n';
  std::cout << ToText(plan, outcome);
}

}  // namespace

int main(int argc, char** argv) try {
  gongkai::runtime::BlockSignals();
  umask(0077);  // the services refuse a data directory that others may enter
  CLI::App app("How fast the services are.", "gongkai-bench");
  app.require_subcommand(1);

  std::string address;
  std::filesystem::path certificates;
  CLI::App& echo = *app.add_subcommand("echo", "Serves empty calls, to compare with");
  echo.add_option("--listen", address)->required();
  echo.add_option("--certificates", certificates)->required();

  std::filesystem::path office;
  CLI::App& storm = *app.add_subcommand("storm", "Makes one kind of call, 64 at once");
  storm.add_option("--office", office)->required();

  std::filesystem::path data;
  std::filesystem::path policy;
  std::uint64_t entries = 0;
  CLI::App& fill = *app.add_subcommand("fill", "Makes a log of a given length");
  fill.add_option("--data", data, "The directory of gongkai-workflow")->required();
  fill.add_option("--policy", policy)->required();
  fill.add_option("--entries", entries)->required();

  Places places{.self = std::filesystem::read_symlink("/proc/self/exe")};
  Plan plan;
  std::string out;
  bool smoke = false;
  CLI::App& run = *app.add_subcommand("run", "Measures everything");
  run.add_option("--binaries", places.binaries, "Where the programs are")->required();
  run.add_option("--certificates", places.certificates)->required();
  run.add_option("--policy", places.policy)->required();
  run.add_option("--work", places.work, "An empty directory on the disk to measure")->required();
  run.add_option("--out", out, "The file for all figures, in JSON")->required();
  run.add_option("--rounds", plan.rounds)->capture_default_str();
  run.add_option("--small-log", plan.small_log, "Its entries")->capture_default_str();
  run.add_option("--large-log", plan.large_log, "Its entries")->capture_default_str();
  run.add_option("--only", plan.only, "Only cases whose name starts so");
  run.add_flag("--smoke", smoke, "Only see whether it works");

  FilterPlan filters;
  CLI::App& compare = *app.add_subcommand("filters", "Compares lists of a small and a huge log");
  compare.add_option("--binaries", places.binaries)->required();
  compare.add_option("--certificates", places.certificates)->required();
  compare.add_option("--policy", places.policy)->required();
  compare.add_option("--work", places.work, "An empty directory")->required();
  compare.add_option("--logs", filters.logs, "Where logs are kept from run to run")->required();
  compare.add_option("--small-log", filters.small_log, "Its entries")->capture_default_str();
  compare.add_option("--huge-log", filters.huge_log, "Its entries")->capture_default_str();
  compare.add_option("--calls", filters.calls)->capture_default_str();
  compare.add_option("--one-in", filters.one_in, "Only one filter in so many");

  WatchPlan watch_plan;
  CLI::App& watch = *app.add_subcommand("watches", "Compares a thousand open watches with one");
  watch.add_option("--binaries", places.binaries)->required();
  watch.add_option("--certificates", places.certificates)->required();
  watch.add_option("--policy", places.policy)->required();
  watch.add_option("--work", places.work, "An empty directory")->required();
  watch.add_option("--people", watch_plan.people, "Who may open 16 each: user/legal-0 and so on")
      ->capture_default_str();
  watch.add_option("--watches", watch_plan.watches)->capture_default_str();
  watch.add_option("--changes", watch_plan.changes)->capture_default_str();

  QueuePlan queue_plan;
  SubmissionPlan submission_plan;
  DeadlinePlan deadline_plan;
  CLI::App& queues = *app.add_subcommand(
      "queues", "Compares a long queue with a short one, and times submissions and deadlines");
  queues.add_option("--binaries", places.binaries)->required();
  queues.add_option("--certificates", places.certificates)->required();
  queues.add_option("--policy", places.policy)->required();
  queues.add_option("--work", places.work, "An empty directory")->required();
  queues.add_option("--small-queue", queue_plan.small_queue, "Its tasks")->capture_default_str();
  queues.add_option("--large-queue", queue_plan.large_queue, "Its tasks")->capture_default_str();
  queues.add_option("--page", queue_plan.page, "Its tasks")->capture_default_str();
  queues.add_option("--calls", queue_plan.calls, "Of each page")->capture_default_str();
  queues.add_option("--submissions", submission_plan.submissions, "Of each size")
      ->capture_default_str();
  queues.add_option("--rounds", deadline_plan.rounds, "Of 1,000 deadlines")->capture_default_str();

  CLI11_PARSE(app, argc, argv);
  if (echo.parsed()) return ServeEcho(address, certificates);
  if (storm.parsed()) return ServeStorm(office);
  if (fill.parsed()) {
    Fill(data, entries, policy);
    return EXIT_SUCCESS;
  }
  if (compare.parsed()) {
    std::cout << ToText(MeasureFilters(places, filters));
    return EXIT_SUCCESS;
  }
  if (watch.parsed()) {
    std::cout << ToText(MeasureWatches(places, watch_plan));
    return EXIT_SUCCESS;
  }
  if (queues.parsed()) {
    std::cout << ToText(MeasureQueues(places, queue_plan), queue_plan);
    std::cout << ToText(MeasureSubmissions(places, submission_plan));
    std::cout << ToText(MeasureDeadlines(deadline_plan));
    return EXIT_SUCCESS;
  }
  if (smoke) Shrink(plan);
  Measure(places, plan, out);
  return EXIT_SUCCESS;
} catch (const std::exception& failure) {
  std::cerr << "gongkai-bench: " << failure.what() << '\n';
  return EXIT_FAILURE;
}
