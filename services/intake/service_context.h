// What the service of the intake process is made of.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <memory>

#include "services/intake/blob_store.h"
#include "services/intake/content_store.h"
#include "services/intake/transfers.h"
#include "services/server/executor.h"
#include "services/server/gate.h"
#include "services/server/peer.h"

namespace gongkai::intake {

// All of it must outlive the service.
struct ServiceContext {
  server::Gate& gate;
  server::Executor& streams;  // with room in its queue for every upload and download
  server::Peer& workflow;
  ContentStore& contents;
  BlobStore& blobs;
  Transfers& uploads;
  Transfers& downloads;
};

std::unique_ptr<grpc::Service> MakeIntakeService(const ServiceContext& context);

}  // namespace gongkai::intake
