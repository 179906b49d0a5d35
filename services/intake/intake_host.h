// Holds the stores of this service and the threads of its streams, in lifetime order. The processes
// gongkai-intake and gongkai-all share this code.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

#include "services/intake/api/pace.h"
#include "services/intake/attachment/blob_store.h"
#include "services/intake/collector.h"
#include "services/intake/content/content_store.h"
#include "services/intake/destroy.h"
#include "services/intake/leak/leak_checks.h"
#include "services/intake/purger.h"
#include "services/lib/rpc/gate.h"
#include "services/lib/rpc/peer.h"
#include "services/lib/runtime/stall_watch.h"
#include "services/lib/runtime/streams.h"

namespace gongkai::intake {

// Owns all that the intake service needs in a process. The server, its service, the Collector and
// the Purger must be destroyed before this.
//
//   IntakeHost host(data, {});
//   const std::unique_ptr<Collector> collector = host.MakeCollector(workflow);
//   const std::unique_ptr<Purger> purger = host.MakePurger(workflow);
//   services.push_back(host.MakeService(gate, workflow));
class IntakeHost {
 public:
  struct Options {
    // Limits uploads, and separately limits downloads.
    runtime::Streams::Options streams{.limit = 64, .limit_per_caller = 8, .threads = 4};
    // Limits downloads of whole contents. The publish service makes one for each publication. The
    // threads also wait for workflow, and one caller alone uses half of them.
    runtime::Streams::Options content_streams{.limit = 64, .limit_per_caller = 32, .threads = 16};
    // Limits uploads that still wait for the check of the caller's right.
    runtime::Streams::Options starting{.limit = 64, .limit_per_caller = 8, .threads = 2};
    // Limits the streams of WatchReports. Each one is a stream to workflow in the name of its
    // caller.
    runtime::Streams::Options watchers{.limit = 1024, .limit_per_caller = 16, .threads = 0};
    // The timeout for the first message of an upload.
    std::chrono::milliseconds start{5'000};
    // The timeout for each later message: a client must send the next one, or take what is sent.
    std::chrono::milliseconds stall{30'000};
    Pace::Limits pace;  // the lowest speed of an upload
    // Returns how many bytes each department may store. The default is no limit.
    DepartmentBytes department_bytes = [] { return std::int64_t{0}; };
    // How long stored data may wait for an entry of the ledger that names the data.
    std::chrono::seconds grace{3600};
    DocumentReader read = ReadText;  // reads attachments for the leak check
  };

  // Opens `data`/intake.db, `data`/findings.db and `data`/blobs. Throws sql::OpenError if this program may not
  // serve these files.
  IntakeHost(const std::filesystem::path& data, const Options& options);

  // Returns a new IntakeService. `gate`, `workflow` and this must outlive the service.
  std::unique_ptr<grpc::Service> MakeService(rpc::Gate& gate, rpc::Peer& workflow);

  // Returns the Collector, which runs until it is destroyed. One host has one Collector. `workflow`
  // and this must outlive the Collector.
  std::unique_ptr<Collector> MakeCollector(rpc::Peer& workflow);

  // Returns the Purger, likewise.
  std::unique_ptr<Purger> MakePurger(rpc::Peer& workflow);

  ContentStore& contents() { return contents_; }
  // Returns all places where bytes are kept.
  Places places() { return {.contents = contents_, .blobs = blobs_, .leak_checks = leak_checks_}; }

 private:
  const std::chrono::seconds grace_;
  ContentStore contents_;  // before blobs_: its file lock protects both
  BlobStore blobs_;
  LeakChecks leak_checks_;
  runtime::Streams starting_;
  runtime::Streams uploads_;
  runtime::Streams downloads_;
  runtime::Streams content_downloads_;
  runtime::Streams watchers_;
  runtime::StallWatch late_starts_;
  runtime::StallWatch stalls_;
  const Pace::Limits pace_;
  const DepartmentBytes department_bytes_;
};

}  // namespace gongkai::intake
