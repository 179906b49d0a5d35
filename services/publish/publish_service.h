// Makes the service gongkai.publish.v1.PublishService.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <chrono>
#include <memory>

#include "services/lib/identity/policy_file.h"
#include "services/lib/rpc/gate.h"
#include "services/lib/rpc/peer.h"
#include "services/lib/runtime/stall_watch.h"
#include "services/lib/runtime/streams.h"

namespace gongkai::publish {

// Limits the streams of WatchPublications. Each one is a stream of this service to workflow, which
// gives one caller at most 128 streams.
inline constexpr runtime::Streams::Options kFollowers{
    .limit = 120, .limit_per_caller = 16, .threads = 0};

// Limits the downloads of attachments, and sets the number of threads that read for the downloads.
inline constexpr runtime::Streams::Options kDownloads{
    .limit = 64, .limit_per_caller = 16, .threads = 4};

// The timeout for a client to take a chunk of an attachment.
inline constexpr std::chrono::milliseconds kStall{30'000};

// Holds the objects that the service uses. Each object must outlive the service.
struct ServiceContext {
  const identity::PolicyFile& policy;
  rpc::Gate& gate;
  runtime::Streams& followers;
  runtime::Streams& downloads;
  runtime::StallWatch& stalls;
  rpc::Peer& workflow;
  rpc::Peer& intake;
};

// Returns a new PublishService.
std::unique_ptr<grpc::Service> MakePublishService(const ServiceContext& context);

}  // namespace gongkai::publish
