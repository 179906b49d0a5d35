// The contract as protoc reads it: every proto file with its comments and JSON names, which the
// generated C++ leaves out.
#pragma once

#include <google/protobuf/descriptor.h>

namespace gongkai::rpc {

// Returns the files of the contract and what they import, health and reflection among them. Builds
// them at the first call. Thread-safe.
const google::protobuf::DescriptorPool& Contract();

}  // namespace gongkai::rpc
