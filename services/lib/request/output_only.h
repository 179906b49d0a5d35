// Applies what google.api.field_behavior says of fields that only the server sets (AIP-203).
#pragma once

#include <google/protobuf/message.h>

namespace gongkai::request {

// Clears the OUTPUT_ONLY fields of `request`, and of the messages in it. A client may send back what
// it has read; the server sets these fields.
void ClearOutputOnly(google::protobuf::Message& request);

}  // namespace gongkai::request
