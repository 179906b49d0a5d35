// Lists the objects that the service of the intake process uses.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <memory>

#include "services/intake/api/pace.h"
#include "services/intake/attachment/blob_store.h"
#include "services/intake/content/content_store.h"
#include "services/intake/leak/leak_checks.h"
#include "services/lib/rpc/gate.h"
#include "services/lib/rpc/peer.h"
#include "services/lib/runtime/stall_watch.h"
#include "services/lib/runtime/streams.h"

namespace gongkai::intake {

// Holds the objects that the service uses. Each object must outlive the service.
struct ServiceContext {
  rpc::Gate& gate;
  rpc::Peer& workflow;
  ContentStore& contents;
  BlobStore& blobs;
  LeakChecks& leak_checks;
  runtime::Streams& starting;  // uploads whose first message is not checked yet
  runtime::Streams& uploads;
  runtime::Streams& downloads;          // of one attachment
  runtime::Streams& content_downloads;  // of a content with all its attachments
  runtime::Streams& watchers;           // of WatchReports
  runtime::StallWatch& late_starts;
  runtime::StallWatch& stalls;
  Pace::Limits pace;
  const DepartmentBytes& department_bytes;
};

// Returns a new gongkai.intake.v1.IntakeService.
std::unique_ptr<grpc::Service> MakeIntakeService(const ServiceContext& context);

}  // namespace gongkai::intake
