// Watches over the requests of all calls, from outside their handlers.
#pragma once

#include <grpcpp/support/server_interceptor.h>

namespace gongkai::rpc {

// Makes the interceptors of the methods with one request, except those for which ParsesItself is
// true. An interceptor does four things:
//
// - Answers a request that does not parse with INVALID_FIELD. gRPC itself ends such a call with
//   UNIMPLEMENTED and no message.
// - Removes from a request the fields that its message does not define. Otherwise a megabyte of
//   them would stay in memory, parsed, for as long as the call lives.
// - Clears the fields that only the server sets (OUTPUT_ONLY), so that a client may send back what it
//   has read.
// - Frees the request when the call ends. gRPC itself keeps the request until the answer has gone
//   out, which a client that does not read delays. So a handler must not use the request once it
//   has ended the call, from whatever thread.
class RequestInterceptors final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override;
};

}  // namespace gongkai::rpc
