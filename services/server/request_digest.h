// What makes two requests the same: the digest that a stage service passes on as request_sha256.
#pragma once

#include <google/protobuf/message_lite.h>

#include <string>
#include <string_view>

namespace gongkai::server {

// SHA-256, in hex, of the method's full name and the request: a request that is sent again has the
// digest of the first time, whichever process reads it.
std::string RequestDigest(std::string_view method, const google::protobuf::MessageLite& request);

}  // namespace gongkai::server
