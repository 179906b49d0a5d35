// The sockets of an address to serve on.
#pragma once

#include <string>
#include <vector>

#include "services/server/descriptor.h"
#include "workflow/error/result.h"

namespace gongkai::server {

struct Listener {
  std::vector<Descriptor> sockets;  // that listen, and do not block
  int port;
};

// Listens on `address` (HOST:PORT, port 0: any free one) at every address that the host's name
// stands for; [::] takes IPv4, too. Errors: INTERNAL, with a message for the operator, when another
// process has the port or none of the addresses is this machine's.
Result<Listener> Listen(const std::string& address);

}  // namespace gongkai::server
