// Errors as they travel: the one place that turns an Error into a gRPC status and back.
#pragma once

#include <grpcpp/support/status.h>

#include <string_view>

#include "workflow/error/result.h"

namespace gongkai::server {

// The status with a google.rpc.Status as its details: an ErrorInfo first (reason, domain `gongkai`,
// metadata), then, where they apply, a BadRequest with the fields, a PreconditionFailure and a
// RetryInfo. What an internal error says is logged and never sent. Texts are cut, and field
// violations left out, so that the whole stays below the 8 KiB of metadata that clients accept.
grpc::Status ToGrpcStatus(const Error& error);
grpc::Status ToGrpcStatus(const Status& status);

// The error that `status`, which must not be OK, carries from `peer`, such as "workflow": unchanged
// where it is one of ours. Any other becomes PeerUnavailable, Cancelled or DeadlineExceeded where
// it means that, else Internal.
Error FromGrpcStatus(const grpc::Status& status, std::string_view peer);

}  // namespace gongkai::server
