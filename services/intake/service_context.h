// What the service of the intake process is made of.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <memory>

#include "services/intake/blob_store.h"
#include "services/intake/content_store.h"
#include "services/intake/pace.h"
#include "services/server/gate.h"
#include "services/server/peer.h"
#include "services/server/stall_watch.h"
#include "services/server/streams.h"

namespace gongkai::intake {

// All of it must outlive the service.
struct ServiceContext {
  server::Gate& gate;
  server::Peer& workflow;
  ContentStore& contents;
  BlobStore& blobs;
  server::Streams& starting;  // uploads before their first message has been judged
  server::Streams& uploads;
  server::Streams& downloads;
  server::StallWatch& late_starts;
  server::StallWatch& stalls;
  Pace::Limits pace;
  const DepartmentBytes& department_bytes;
};

std::unique_ptr<grpc::Service> MakeIntakeService(const ServiceContext& context);

}  // namespace gongkai::intake
