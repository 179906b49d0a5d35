// Lists the connections of a gRPC server whose handshake is done.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/lib/runtime/connections.h"

namespace gongkai::rpc {

// Lists the connections of one server, as gRPC reports them (channelz). Thread-safe.
class Transports {
 public:
  // Selects the server that was built last in this process.
  Transports();

  // Returns the connections with this id or a higher one, in the order of their ids. A
  // connection gets its id a moment before gRPC lists the connection, so a lower id can still
  // appear later. Throws std::runtime_error if the server has been destroyed.
  std::vector<runtime::Transport> From(std::int64_t id) const;

  // Returns the identity in the certificate of the client, by the rules of
  // Connections::OwnerOf.
  static std::optional<std::string> OwnerOf(std::int64_t id);

 private:
  std::int64_t server_;
};

}  // namespace gongkai::rpc
