// Translates an Error to a gRPC status and back. No other code does this.
#pragma once

#include <grpcpp/support/status.h>

#include <string_view>

#include "workflow/error/result.h"

namespace gongkai::rpc {

// Returns the status with a google.rpc.Status as its details. The details begin with an ErrorInfo
// (reason, domain `gongkai.internal`, metadata). A RetryInfo, a PreconditionFailure and a BadRequest with
// the fields follow where they apply, each field with its rule in both languages. The last detail is
// a LocalizedMessage: the message in Chinese. The message of an internal error is logged and never
// sent. Texts are cut and field violations are left out, so that the whole stays below the 8 KiB of
// metadata that clients accept.
grpc::Status ToGrpcStatus(const Error& error);
grpc::Status ToGrpcStatus(const Status& status);

// Returns the error that `status` carries. `status` must not be OK and comes from `peer`, such as
// "workflow". An error of ours is returned unchanged, in both languages, with two exceptions:
// SHUTTING_DOWN becomes PEER_UNAVAILABLE, and INTERNAL gets a message with the name of the peer. A
// status of gRPC itself becomes PEER_UNAVAILABLE, CANCELLED or DEADLINE_EXCEEDED if its code means
// that, and INTERNAL otherwise.
Error FromGrpcStatus(const grpc::Status& status, std::string_view peer);

}  // namespace gongkai::rpc
