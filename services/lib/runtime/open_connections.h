// Bounds how many connections the clients with one certificate have open.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/lib/runtime/slots.h"

namespace gongkai::runtime {

// A connection whose handshake is done.
struct Transport {
  std::int64_t id;   // higher for a connection that is made later
  std::string peer;  // as ConnectionPeer::name
};

// Counts the open connections whose handshake is done, by the identity in the certificate of the
// client. All certificates that name no identity of our form count together. A connection costs
// memory before any call is admitted, and so does each call that a client begins and does not
// finish. So no other limit bounds what one certificate can take. Not thread-safe.
class OpenConnections {
 public:
  struct Options {
    std::size_t most = 4096;         // number of connections
    std::size_t most_of_owner = 64;  // of one identity, in addition to the rule of Slots::TryTake
  };

  // Returns the open connections whose handshake is done and whose id is `id` or higher.
  using Established = std::function<std::vector<Transport>(std::int64_t id)>;
  // Returns the identity in the certificate of the client, "user/zhang-wei". Returns "" if the
  // certificate names none, and nothing if the connection has ended.
  using OwnerOf = std::function<std::optional<std::string>(std::int64_t id)>;

  OpenConnections(const Options& options, Established established, OwnerOf owner_of)
      : slots_({.limit = options.most, .limit_per_caller = options.most_of_owner}),
        established_(std::move(established)),
        owner_of_(std::move(owner_of)) {}

  // Counts these connections, each of which may have ended meanwhile. Returns the ids of those for
  // which there is no room. The caller must end them. Logs their owners, at most once a minute.
  std::vector<std::int64_t> Add(const std::vector<std::int64_t>& ids);

 private:
  // Returns whether the owner has room for the connection, and counts it if so.
  bool TryAdd(std::int64_t id, const std::string& owner);
  void ForgetTheEnded();
  void Tell(const std::string& owner);

  Slots slots_;
  const Established established_;
  const OwnerOf owner_of_;
  std::map<std::int64_t, Slots::Slot> open_;      // by id
  std::chrono::steady_clock::time_point told_{};  // when a refusal was logged last
};

}  // namespace gongkai::runtime
