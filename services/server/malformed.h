// Requests that are no messages of their method: bytes that do not parse, and strings that are not
// UTF-8, which the proto3 parser refuses before any handler sees them.
#pragma once

#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_interceptor.h>

#include <string_view>

#include "workflow/error/result.h"

namespace gongkai::server {

// What a request that is no message of its method is answered with: INVALID_FIELD.
Error MalformedRequest();

// Returns whether the handler of this method gets bytes, and parses them itself: an interceptor
// would cost such a method a thirtieth of its rate.
bool ParsesItself(std::string_view method);

// Returns whether the bytes are a message of this kind, which is in `message` then.
template <class Message>
bool Parse(const grpc::ByteBuffer& bytes, Message& message) {
  grpc::ByteBuffer copy(bytes);  // of the reference only; parsing clears it
  return grpc::SerializationTraits<Message>::Deserialize(&copy, &message).ok();
}

// Writes the message's bytes.
template <class Message>
void Serialize(const Message& message, grpc::ByteBuffer& bytes) {
  bool owned = false;
  grpc::SerializationTraits<Message>::Serialize(message, &bytes, &owned);
}

// gRPC ends a malformed call with UNIMPLEMENTED and no message. This answers INVALID_FIELD instead.
// (An interceptor cannot refuse a call, but it can change the status of one that is refused.)
class MalformedRequests final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override;
};

}  // namespace gongkai::server
