// The listening sockets of an address to serve on.
#pragma once

#include <string>
#include <vector>

#include "services/lib/runtime/descriptor.h"
#include "workflow/error/result.h"

namespace gongkai::runtime {

// The listening sockets of one address, and their common port.
struct Listener {
  std::vector<Descriptor> sockets;  // listening and non-blocking
  int port;
};

// Returns sockets that listen on `address` (HOST:PORT; port 0: any free one), at every IP address
// of the host. [::] accepts IPv4, too.
// Errors: INTERNAL.
// INTERNAL, with a message for the operator, means that the host is unknown, that another process
// has the port, or that no address belongs to this machine.
Result<Listener> Listen(const std::string& address);

}  // namespace gongkai::runtime
