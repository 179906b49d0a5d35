// Whose connection a call came over, for limits that also count those whom no policy lists.
#pragma once

#include <grpcpp/server_context.h>

#include <string>

namespace gongkai::server {

// Returns the identity of the certificate, or "" for a certificate that names none and for callers
// in this process: they count together. Who may do what is for caller.h.
std::string ConnectionOwner(const grpc::CallbackServerContext& context);

}  // namespace gongkai::server
