// Names the owner of a connection, for limits that also count clients whom no policy lists.
#pragma once

#include <grpcpp/server_context.h>

#include <string>

namespace gongkai::identity {

// Returns the SPIFFE URI of the client certificate. Returns "" for a certificate that names nobody
// and for callers in this process, which all count together. To decide who may do what, use
// ReadCaller (caller.h) instead.
std::string ConnectionOwner(const grpc::CallbackServerContext& context);

}  // namespace gongkai::identity
