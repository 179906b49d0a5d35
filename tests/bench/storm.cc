#include "tests/bench/storm.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>
#include <utility>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/lib/runtime/signals.h"
#include "tests/bench/call_lane.h"
#include "tests/bench/load.h"

namespace gongkai::bench {
namespace {

using audit::v1::AuditService;
using Json = nlohmann::json;
using intake::v1::IntakeService;
using workflow::v1::WorkflowService;

constexpr int kStormCalls = 64;
constexpr int kStormConnections = 4;

Lanes OtherAtIntake(const StormOffice& office, const StormData& data) {
  intake::v1::GetReportRequest request;
  request.set_name(data.small);
  return MakeCallLanes<IntakeService>(office.As("intake", "user/li-na", 1),
                                      &IntakeService::Stub::async_interface::GetReport, request, 1,
                                      Busy::kWrong);
}

Lanes OtherAtWorkflow(const StormOffice& office, const StormData& data) {
  workflow::v1::GetRecordRequest request;
  request.set_name(data.small);
  return MakeCallLanes<WorkflowService>(office.As("workflow", "user/li-na", 1),
                                        &WorkflowService::Stub::async_interface::GetRecord, request,
                                        1, Busy::kWrong);
}

Lanes BatchGetReports(const StormOffice& office, const StormData& data) {
  intake::v1::BatchGetReportsRequest request;
  request.mutable_names()->Add(
      data.waiting.begin(),
      data.waiting.begin() + std::min<std::ptrdiff_t>(200, std::ssize(data.waiting)));
  return MakeCallLanes<IntakeService>(office.As("intake", "user/zhang-wei", kStormConnections),
                                      &IntakeService::Stub::async_interface::BatchGetReports,
                                      request, kStormCalls, Busy::kRight);
}

Lanes ListReports(const StormOffice& office, const StormData& /*data*/) {
  intake::v1::ListReportsRequest request;
  request.set_page_size(1000);
  return MakeCallLanes<IntakeService>(office.As("intake", "user/zhang-wei", kStormConnections),
                                      &IntakeService::Stub::async_interface::ListReports, request,
                                      kStormCalls, Busy::kRight);
}

Lanes CheckReports(const StormOffice& office, const StormData& /*data*/) {
  intake::v1::CreateReportRequest request;
  request.mutable_report()->set_title("通知");
  request.mutable_report()->set_body(std::string(512 << 10, 'd'));
  request.set_validate_only(true);
  return MakeCallLanes<IntakeService>(office.As("intake", "user/zhang-wei", kStormConnections),
                                      &IntakeService::Stub::async_interface::CreateReport, request,
                                      kStormCalls, Busy::kRight);
}

Lanes ListEntries(const StormOffice& office, const StormData& /*data*/) {
  audit::v1::ListEntriesRequest request;
  request.set_page_size(1000);
  request.set_view(audit::v1::ENTRY_VIEW_FULL);
  return MakeCallLanes<AuditService>(office.As("workflow", "user/guo-lei", kStormConnections),
                                     &AuditService::Stub::async_interface::ListEntries, request,
                                     kStormCalls, Busy::kRight);
}

}  // namespace

const std::vector<StormCase>& StormCases() {
  static const std::vector<StormCase> kCases{
      {"e_batch_reports", BatchGetReports, OtherAtIntake},
      {"e_list_reports", ListReports, OtherAtIntake},
      {"e_check_report", CheckReports, OtherAtIntake},
      {"e_list_entries", ListEntries, OtherAtWorkflow},
  };
  return kCases;
}

Channels StormOffice::As(const std::string& service, const std::string& who, int count) const {
  return Connect(addresses.at(service), service, certificates / who, count);
}

StormOffice OfficeOf(const Places& places, const Pipeline& pipeline) {
  return {.certificates = places.certificates,
          .addresses = {{"workflow", pipeline.workflow->address()},
                        {"intake", pipeline.intake->address()},
                        {"review", pipeline.review->address()},
                        {"publish", pipeline.publish->address()}}};
}

int ServeStorm(const std::filesystem::path& file) {
  const Json json = Json::parse(std::ifstream(file));
  const StormOffice office{.certificates = json.at("certificates").get<std::string>(),
                           .addresses = json.at("addresses")};
  const StormData data{.waiting = json.at("waiting"), .small = json.at("small")};
  const auto storm =
      std::ranges::find(StormCases(), json.at("name").get<std::string>(), &StormCase::name);
  Lanes lanes = storm->storm(office, data);
  Load load(lanes, 0);
  std::ofstream(json.at("ready").get<std::string>());
  runtime::WaitForStop();
  const std::uint64_t answered = load.answered();
  load.Stop();
  if (!load.complaint().empty()) throw std::runtime_error(load.complaint());
  std::ofstream(json.at("answered").get<std::string>()) << answered;
  return EXIT_SUCCESS;
}

StormMeasurement MeasureStorm(const StormCase& storm, const Places& places,
                              const Pipeline& pipeline, const StormData& data,
                              const Window& window) {
  const StormOffice office = OfficeOf(places, pipeline);
  StormMeasurement result;
  Lanes other = storm.other(office, data);
  result.quiet_p50_ms = Measure(other, 0, window, {}).p50_ms;
  std::map<std::string, double> quiet_mb;
  for (Process* process : pipeline.processes()) {
    quiet_mb[process->name()] = process->ResidentMegabytes();
    process->ForgetPeak();
  }
  const std::filesystem::path file = places.work / "storm.json";
  const std::filesystem::path answered = places.work / "storm.answered";
  const std::filesystem::path ready = places.work / "storm.ready";
  std::filesystem::remove(answered);
  std::filesystem::remove(ready);
  std::ofstream(file) << Json{{"name", storm.name},
                              {"certificates", office.certificates.string()},
                              {"addresses", office.addresses},
                              {"waiting", data.waiting},
                              {"small", data.small},
                              {"ready", ready.string()},
                              {"answered", answered.string()}};
  Process process({.name = "storm",
                   .command = {places.self, "storm", "--office", file},
                   .folder = places.work,
                   .preload = places.binaries / "libgongkai-bench-flushes.so"});
  while (process.running() && !std::filesystem::exists(ready)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  result.beside_p50_ms = Measure(other, 0, window, {}).p50_ms;
  process.Stop();
  double answers = 0;
  std::ifstream(answered) >> answers;
  const std::chrono::duration<double> taken = window.warm_up + window.measured;
  result.storm_rate = answers / taken.count();
  for (Process* each : pipeline.processes()) {
    result.growth_mb[each->name()] = std::max(0.0, each->PeakMegabytes() - quiet_mb[each->name()]);
  }
  return result;
}

StormMeasurement MedianOf(const std::vector<StormMeasurement>& rounds) {
  const auto median = [&](auto figure) {
    std::vector<double> values;
    for (const StormMeasurement& round : rounds) values.push_back(figure(round));
    return MedianOf(std::move(values));
  };
  StormMeasurement result{.quiet_p50_ms = median([](const auto& m) { return m.quiet_p50_ms; }),
                          .beside_p50_ms = median([](const auto& m) { return m.beside_p50_ms; }),
                          .storm_rate = median([](const auto& m) { return m.storm_rate; })};
  for (const auto& [process, growth] : rounds.front().growth_mb) {
    result.growth_mb[process] =
        median([&name = process](const auto& m) { return m.growth_mb.at(name); });
  }
  return result;
}

}  // namespace gongkai::bench
