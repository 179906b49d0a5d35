// What gRPC and protobuf have to say, in our log instead of on standard error in forms of their
// own.
#pragma once

namespace gongkai::server {

// For the whole process; again: nothing changes.
void LogLibraries();

}  // namespace gongkai::server
