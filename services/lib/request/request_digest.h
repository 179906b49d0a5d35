// The digest that identifies a request. A stage service passes the digest on as request_sha256.
#pragma once

#include <google/protobuf/message_lite.h>

#include <string>
#include <string_view>

namespace gongkai::request {

// Returns the SHA-256, in hex, of the full name of the method and of the request. A request that is
// sent again has the same digest as the first time, in every process.
std::string RequestDigest(std::string_view method, const google::protobuf::MessageLite& request);

}  // namespace gongkai::request
