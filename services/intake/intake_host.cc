#include "services/intake/intake_host.h"

#include "services/intake/service_context.h"

namespace gongkai::intake {

IntakeHost::IntakeHost(const std::filesystem::path& data, const Options& options)
    : contents_(data),
      blobs_(data / "blobs"),
      uploads_(options.streams),
      downloads_(options.streams),
      stalls_(options.stall) {}

std::unique_ptr<grpc::Service> IntakeHost::MakeService(server::Gate& gate, server::Peer& workflow) {
  return MakeIntakeService({.gate = gate,
                            .workflow = workflow,
                            .contents = contents_,
                            .blobs = blobs_,
                            .uploads = uploads_,
                            .downloads = downloads_,
                            .stalls = stalls_});
}

}  // namespace gongkai::intake
