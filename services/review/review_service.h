// Makes the service gongkai.review.v1.ReviewService.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <memory>

#include "services/lib/rpc/gate.h"
#include "services/lib/rpc/peer.h"

namespace gongkai::review {

// Returns a new ReviewService. `gate`, `workflow` and `intake` must outlive the service. Decisions
// also work while `intake` is unavailable.
std::unique_ptr<grpc::Service> MakeReviewService(rpc::Gate& gate, rpc::Peer& workflow,
                                                 rpc::Peer& intake);

}  // namespace gongkai::review
