// Writes the messages of gRPC and protobuf to our log, instead of to standard error in other forms.
#pragma once

namespace gongkai::rpc {

// Redirects the messages of gRPC and protobuf, for the whole process, to the logger that is the
// default at the first call. Idempotent.
void LogLibraries();

}  // namespace gongkai::rpc
