// The processes that are measured, with fresh data directories.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/connect.h"
#include "tests/bench/process.h"
#include "tests/bench/stage_lane.h"
#include "tests/bench/transition_lane.h"

namespace gongkai::bench {

// Where everything is.
struct Places {
  std::filesystem::path binaries;      // of the programs
  std::filesystem::path self;          // this program
  std::filesystem::path certificates;  // as deploy/dev-certificates makes them
  std::filesystem::path policy;
  std::filesystem::path work;  // everything that is written

  // The certificate of an identity: "service/intake".
  std::filesystem::path Of(const std::string& identity) const { return certificates / identity; }
};

// A process that serves.
class Service {
 public:
  // name: of the process and its folder. service: whose certificate it shows.
  Service(const Places& places, const std::string& name, const std::string& service,
          std::vector<std::string> command);

  // Connections to it as `identity`.
  Channels As(const std::string& identity, int count) const;

  Process& process() { return *process_; }
  const std::string& address() const { return address_; }

 private:
  const Places& places_;
  const std::string service_;
  const std::string address_;
  std::unique_ptr<Process> process_;
};

std::unique_ptr<Service> StartEcho(const Places& places);

// gongkai-workflow over `data`.
std::unique_ptr<Service> StartWorkflow(const Places& places, const std::string& name,
                                       const std::filesystem::path& data);

// All four, over new data.
struct Pipeline {
  std::unique_ptr<Service> workflow;
  std::unique_ptr<Service> intake;
  std::unique_ptr<Service> review;
  std::unique_ptr<Service> publish;

  std::vector<Process*> processes() const;
  PeopleChannels People() const;
  void Stop();
};

Pipeline StartPipeline(const Places& places);

ServiceChannels AsServices(const Service& workflow);

// How long gongkai-workflow over `data` takes from its start until it says it is SERVING.
std::chrono::duration<double> TimeStart(const Places& places, const std::filesystem::path& data);

}  // namespace gongkai::bench
