// The stores of this service and the threads of its streams, in lifetime order. What the process
// gongkai-intake and the process with all services in it have in common.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

#include "services/intake/blob_store.h"
#include "services/intake/collector.h"
#include "services/intake/content_store.h"
#include "services/intake/pace.h"
#include "services/server/gate.h"
#include "services/server/peer.h"
#include "services/server/stall_watch.h"
#include "services/server/streams.h"

namespace gongkai::intake {

class IntakeHost {
 public:
  struct Options {
    // Of uploads, and of downloads.
    server::Streams::Options streams{.limit = 64, .limit_per_caller = 8, .threads = 4};
    // Of uploads whose caller has not yet been found to have the right to them.
    server::Streams::Options starting{.limit = 64, .limit_per_caller = 8, .threads = 2};
    // How long a client may take to send the first message of an upload.
    std::chrono::milliseconds start{5'000};
    // How long a client may neither send what is awaited nor take what is sent.
    std::chrono::milliseconds stall{30'000};
    Pace::Limits pace;  // of uploads
    // How much each department may store: unless it is said, without limit.
    DepartmentBytes department_bytes = [] { return std::int64_t{0}; };
    // How long what is stored may wait for an entry of the ledger that names it.
    std::chrono::seconds grace{3600};
  };

  // Opens `data`/intake.db and `data`/blobs. Throws storage::OpenError if this program may not
  // serve them.
  IntakeHost(const std::filesystem::path& data, const Options& options);

  // IntakeService. The arguments must outlive it, as this must.
  std::unique_ptr<grpc::Service> MakeService(server::Gate& gate, server::Peer& workflow);

  // Removes what no entry of the ledger names, as long as it lives. One for each host. `workflow`
  // must outlive it, as this must.
  std::unique_ptr<Collector> MakeCollector(server::Peer& workflow);

  ContentStore& contents() { return contents_; }

 private:
  const std::chrono::seconds grace_;
  ContentStore contents_;  // before the blobs: its lock keeps other processes away from both
  BlobStore blobs_;
  server::Streams starting_;
  server::Streams uploads_;
  server::Streams downloads_;
  server::StallWatch late_starts_;
  server::StallWatch stalls_;
  const Pace::Limits pace_;
  const DepartmentBytes department_bytes_;
};

}  // namespace gongkai::intake
