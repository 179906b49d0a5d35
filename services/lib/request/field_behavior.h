// Applies what google.api.field_behavior says of the fields of a request (AIP-203).
#pragma once

#include <google/protobuf/message.h>

#include <cstddef>
#include <string>
#include <vector>

namespace gongkai::request {

// Clears the OUTPUT_ONLY fields of `request`, and of the messages in it. A client may send back what
// it has read, and means nothing by it.
void ClearOutputOnly(google::protobuf::Message& request);

// Returns the paths of the REQUIRED fields that are not given in `request` or in the messages in it,
// at most `most` of them: "name", "report.title", "checklist[0].question". A field is not given if it
// has the value that it has without being set: a number 0, an empty text, an empty list.
std::vector<std::string> MissingFields(const google::protobuf::Message& request, std::size_t most);

}  // namespace gongkai::request
