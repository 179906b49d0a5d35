// gongkai.review.v1.ReviewService.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <memory>

#include "services/server/gate.h"
#include "services/server/peer.h"

namespace gongkai::review {

// All of it must outlive the service. `intake` is not needed to decide.
std::unique_ptr<grpc::Service> MakeReviewService(server::Gate& gate, server::Peer& workflow,
                                                 server::Peer& intake);

}  // namespace gongkai::review
