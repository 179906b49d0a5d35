// The contract as protoc reads it: every proto file with its comments and JSON names, which the
// generated C++ leaves out.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>

namespace gongkai::rpc {

// Returns the files of the contract and what they import, health and reflection among them. Builds
// them at the first call. Throws std::logic_error if the program does not hold them whole.
// Thread-safe.
const google::protobuf::DescriptorPool& Contract();

// Returns the serialized FileDescriptorProto of a file of Contract(). The files of protobuf itself
// come without their comments. Thread-safe.
const std::string& Encoded(const google::protobuf::FileDescriptor& file);

}  // namespace gongkai::rpc
