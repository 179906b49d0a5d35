#include "tests/bench/services.h"

#include <utility>

namespace gongkai::bench {
namespace {

constexpr int kConnections = 2;  // of each service and person

std::vector<std::string> Command(const Places& places, const std::string& service,
                                 const std::filesystem::path& data,
                                 std::vector<std::string> peers = {}) {
  std::vector<std::string> command{places.binaries / ("gongkai-" + service), "--data", data,
                                   "--policy", places.policy};
  command.insert(command.end(), peers.begin(), peers.end());
  return command;
}

std::filesystem::path FreshFolder(const std::filesystem::path& folder) {
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

}  // namespace

Service::Service(const Places& places, const std::string& name, const std::string& service,
                 std::vector<std::string> command)
    : places_(places), service_(service), address_(FreeAddress()) {
  command.insert(command.end(), {"--listen", address_, "--certificates",
                                 places.Of("service/" + service).string()});
  process_ = std::make_unique<Process>(
      Process::Options{.name = name,
                       .command = std::move(command),
                       .folder = places.work,
                       .preload = places.binaries / "libgongkai-bench-flushes.so"});
  AwaitServing(*process_, address_, service_, places.Of("service/intake"));
}

Channels Service::As(const std::string& identity, int count) const {
  return Connect(address_, service_, places_.Of(identity), count);
}

std::unique_ptr<Service> StartEcho(const Places& places) {
  return std::make_unique<Service>(places, "echo", "workflow",
                                   std::vector<std::string>{places.self, "echo"});
}

std::unique_ptr<Service> StartWorkflow(const Places& places, const std::string& name,
                                       const std::filesystem::path& data) {
  // A log that was filled ends some days ago: the entries of a batch have one time.
  return std::make_unique<Service>(places, name, "workflow",
                                   Command(places, "workflow", data, {"--accept-clock"}));
}

std::vector<Process*> Pipeline::processes() const {
  return {&workflow->process(), &intake->process(), &review->process(), &publish->process()};
}

PeopleChannels Pipeline::People() const {
  return {.drafter = intake->As("user/zhang-wei", kConnections),
          .legal = review->As("user/wang-fang", kConnections),
          .secrecy = review->As("user/chen-jie", kConnections),
          .publisher = publish->As("user/liu-yang", kConnections)};
}

void Pipeline::Stop() {
  for (Service* service : {publish.get(), review.get(), intake.get(), workflow.get()}) {
    service->process().Stop();
  }
}

Pipeline StartPipeline(const Places& places) {
  const std::filesystem::path data = FreshFolder(places.work / "pipeline");
  Pipeline pipeline;
  pipeline.workflow = StartWorkflow(places, "workflow", data / "workflow");
  const auto start = [&](const std::string& service, std::vector<std::string> peers) {
    return std::make_unique<Service>(places, service, service,
                                     Command(places, service, data / service, std::move(peers)));
  };
  pipeline.intake = start("intake", {"--workflow", pipeline.workflow->address()});
  const std::vector<std::string> peers{"--workflow", pipeline.workflow->address(), "--intake",
                                       pipeline.intake->address()};
  pipeline.review = start("review", peers);
  pipeline.publish = start("publish", peers);
  return pipeline;
}

ServiceChannels AsServices(const Service& workflow) {
  return {.intake = workflow.As("service/intake", kConnections),
          .review = workflow.As("service/review", kConnections),
          .publish = workflow.As("service/publish", kConnections)};
}

std::chrono::duration<double> TimeStart(const Places& places, const std::filesystem::path& data) {
  const auto start = std::chrono::steady_clock::now();
  const auto service = StartWorkflow(places, "restart", data);
  const auto taken = std::chrono::steady_clock::now() - start;
  service->process().Stop();
  return taken;
}

}  // namespace gongkai::bench
