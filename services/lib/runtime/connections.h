// Bounds the connections that gRPC serves: those whose TLS handshake is under way, and those that
// are open, by the identity of the client.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "services/lib/runtime/connection_peer.h"
#include "services/lib/runtime/descriptor.h"
#include "services/lib/runtime/once_a_minute.h"
#include "services/lib/runtime/slots.h"

namespace gongkai::runtime {

// A connection of gRPC's whose handshake is done.
struct Transport {
  std::int64_t id;   // higher for a connection that is made later
  std::string peer;  // as ConnectionPeer::name
};

// Counts the connections of a server. gRPC bounds only the time of a handshake. A connection costs
// memory before any call is admitted, and so does each call that a client begins and does not
// finish. So no other limit bounds what the clients with one certificate can take.
//
// Keeps a second descriptor of each connection until the connection has ended, whatever gRPC still
// does for the calls that came over it. Through this descriptor, the class notices the end, and can
// end the connection itself. Not thread-safe.
class Connections {
 public:
  struct Options {
    std::size_t most_handshakes = 256;           // under way at once
    std::chrono::milliseconds patience{10'000};  // longest time of one handshake
    std::size_t most = 4096;                     // open at once
    std::size_t most_of_owner = 64;  // of one identity, in addition to the rule of Slots::TryTake
  };

  // Returns gRPC's connections whose handshake is done and whose id is `id` or higher, in the order
  // of their ids. gRPC may list a connection that has ended for as long as one of its calls lives.
  using Established = std::function<std::vector<Transport>(std::int64_t id)>;
  // Returns the identity in the certificate of the client, "user/zhang-wei". Returns "" if the
  // certificate names no identity of our form; all such connections count together. Returns nothing
  // if gRPC does not know the connection any more.
  using OwnerOf = std::function<std::optional<std::string>(std::int64_t id)>;

  Connections(const Options& options, Established established, OwnerOf owner_of);

  bool empty() const { return handshakes_.empty() && open_.empty(); }
  bool handshaking() const { return !handshakes_.empty(); }

  // Counts the connection, which the caller gives to gRPC afterwards, as one whose handshake is
  // under way. If there are `most_handshakes` already, ends the oldest one of the source with the
  // most. Returns false, and does not count the connection, if there is no free descriptor.
  bool Add(int socket, ConnectionPeer peer);

  // Ends the oldest handshake of the source with the most, if any handshake is under way.
  void EndOneHandshake();

  // Forgets the connections that have ended. Counts those whose handshake is done as open, and ends
  // the newest one of an owner who has too many. Ends the handshakes that have taken longer than
  // `patience`. Logs the owner of an ended connection, at most once a minute.
  void Settle();

  // Ends all connections.
  void EndAll();

 private:
  struct Connection {
    Descriptor socket;
    ConnectionPeer peer;
    std::chrono::steady_clock::time_point until;  // end of the patience with the handshake
    std::int64_t first_id;                        // once established: this id or a higher one
    std::optional<std::string> owner;             // once established
    std::optional<Slots::Slot> slot;              // of an open connection
  };

  void OpenTheEstablished();
  // Counts the connection, whose owner is known, as open, or ends it.
  void Open(Connection& connection);

  const Options options_;
  const Established established_;
  const OwnerOf owner_of_;
  Slots slots_;                        // of open connections, by owner
  std::deque<Connection> handshakes_;  // oldest first
  std::deque<Connection> open_;
  std::int64_t highest_id_ = 0;  // the highest id that was seen
  OnceAMinute may_tell_;
};

}  // namespace gongkai::runtime
