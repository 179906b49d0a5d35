// Makes the service gongkai.review.v1.ReviewService.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <memory>

#include "services/lib/rpc/gate.h"
#include "services/lib/rpc/peer.h"
#include "services/lib/runtime/streams.h"

namespace gongkai::review {

// Limits the streams of WatchTasks. Each one is a stream to workflow in the name of its caller.
inline constexpr runtime::Streams::Options kWatchers{
    .limit = 1024, .limit_per_caller = 16, .threads = 0};

// Returns a new ReviewService. `gate`, `watchers`, `workflow` and `intake` must outlive the
// service. Decisions also work while `intake` is unavailable.
std::unique_ptr<grpc::Service> MakeReviewService(rpc::Gate& gate, runtime::Streams& watchers,
                                                 rpc::Peer& workflow, rpc::Peer& intake);

}  // namespace gongkai::review
