// gongkai.publish.v1.PublishService.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <memory>

#include "services/server/gate.h"
#include "services/server/peer.h"
#include "services/server/streams.h"

namespace gongkai::publish {

// How many may follow publications at once. Each is a stream of this service in the workflow
// process, which gives one caller at most 128.
inline constexpr server::Streams::Options kFollowers{
    .limit = 120, .limit_per_caller = 16, .threads = 0};

// All of it must outlive the service.
std::unique_ptr<grpc::Service> MakePublishService(server::Gate& gate, server::Streams& streams,
                                                  server::Peer& workflow, server::Peer& intake);

}  // namespace gongkai::publish
