#include "services/intake/intake_host.h"

#include "services/intake/api/service_context.h"

namespace gongkai::intake {

IntakeHost::IntakeHost(const std::filesystem::path& data, const Options& options)
    : grace_(options.grace),
      contents_(data),
      blobs_(data / "blobs"),
      leak_checks_(data, contents_, blobs_, options.read),
      starting_(options.starting),
      uploads_(options.streams),
      downloads_(options.streams),
      content_downloads_(options.content_streams),
      watchers_(options.watchers),
      late_starts_(options.start),
      stalls_(options.stall),
      pace_(options.pace),
      department_bytes_(options.department_bytes) {}

std::unique_ptr<grpc::Service> IntakeHost::MakeService(rpc::Gate& gate, rpc::Peer& workflow) {
  return MakeIntakeService({.gate = gate,
                            .workflow = workflow,
                            .contents = contents_,
                            .blobs = blobs_,
                            .leak_checks = leak_checks_,
                            .starting = starting_,
                            .uploads = uploads_,
                            .downloads = downloads_,
                            .content_downloads = content_downloads_,
                            .watchers = watchers_,
                            .late_starts = late_starts_,
                            .stalls = stalls_,
                            .pace = pace_,
                            .department_bytes = department_bytes_});
}

std::unique_ptr<Collector> IntakeHost::MakeCollector(rpc::Peer& workflow) {
  return std::make_unique<Collector>(contents_, blobs_, workflow, grace_);
}

std::unique_ptr<Purger> IntakeHost::MakePurger(rpc::Peer& workflow) {
  return std::make_unique<Purger>(places(), workflow);
}

}  // namespace gongkai::intake
