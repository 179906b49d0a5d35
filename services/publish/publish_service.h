// gongkai.publish.v1.PublishService.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <chrono>
#include <memory>

#include "services/server/gate.h"
#include "services/server/peer.h"
#include "services/server/stall_watch.h"
#include "services/server/streams.h"

namespace gongkai::publish {

// How many may follow publications at once. Each is a stream of this service in the workflow
// process, which gives one caller at most 128.
inline constexpr server::Streams::Options kFollowers{
    .limit = 120, .limit_per_caller = 16, .threads = 0};

// How many may download attachments at once, and the threads that read for them.
inline constexpr server::Streams::Options kDownloads{
    .limit = 64, .limit_per_caller = 16, .threads = 4};

// How long a client may leave a chunk of an attachment where it is.
inline constexpr std::chrono::milliseconds kStall{30'000};

// All of it must outlive the service.
struct ServiceContext {
  server::Gate& gate;
  server::Streams& followers;
  server::Streams& downloads;
  server::StallWatch& stalls;
  server::Peer& workflow;
  server::Peer& intake;
};

std::unique_ptr<grpc::Service> MakePublishService(const ServiceContext& context);

}  // namespace gongkai::publish
