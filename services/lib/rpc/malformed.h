// Reads requests from bytes. The proto3 parser refuses bytes that are no message of their method,
// and strings that are not UTF-8, before any handler sees them (see requests.h).
#pragma once

#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/byte_buffer.h>

#include <string_view>

#include "workflow/error/result.h"

namespace gongkai::rpc {

// Returns the error for a request that is no message of its method: INVALID_FIELD.
Error MalformedRequest();

// Returns whether the handler of this method gets bytes and parses the bytes itself. Such a method
// has no interceptor, because an interceptor would cost a thirtieth of the rate.
bool ParsesItself(std::string_view method);

// Parses `bytes` into `message`. Returns whether `bytes` are a message of this kind.
template <class Message>
bool Parse(const grpc::ByteBuffer& bytes, Message& message) {
  grpc::ByteBuffer copy(bytes);  // copies the reference only; parsing clears the copy
  return grpc::SerializationTraits<Message>::Deserialize(&copy, &message).ok();
}

// Writes `message` to `bytes`.
template <class Message>
void Serialize(const Message& message, grpc::ByteBuffer& bytes) {
  bool owned = false;
  grpc::SerializationTraits<Message>::Serialize(message, &bytes, &owned);
}

}  // namespace gongkai::rpc
