// Requests that are no messages of their method: bytes that do not parse, and strings that are not
// UTF-8, which the proto3 parser refuses before any handler sees them.
#pragma once

#include <grpcpp/support/server_interceptor.h>

namespace gongkai::server {

// gRPC ends such a call with UNIMPLEMENTED and no message. This answers INVALID_FIELD instead. (An
// interceptor cannot refuse a call, but it can change the status of one that is refused.)
class MalformedRequests final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override;
};

}  // namespace gongkai::server
