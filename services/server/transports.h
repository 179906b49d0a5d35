// The connections of a gRPC server whose handshake is done.
#pragma once

#include <cstdint>
#include <vector>

#include "services/server/handshakes.h"

namespace gongkai::server {

// Reads what gRPC tells of itself (channelz). Safe to use from any thread.
class Transports {
 public:
  // Of the server that was built last in this process.
  Transports();

  // Returns those that are open and have this id or a higher one, in the order of their ids. A
  // connection gets its id a moment before it is listed, so a lower one can still appear.
  std::vector<Transport> From(std::int64_t id) const;

 private:
  std::int64_t server_;
};

}  // namespace gongkai::server
