// Bounds the number of TLS handshakes that gRPC has under way. gRPC itself bounds only their time.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "services/lib/runtime/connection_peer.h"
#include "services/lib/runtime/descriptor.h"
#include "services/lib/runtime/open_connections.h"

namespace gongkai::runtime {

// Bounds the number and the time of the handshakes that are under way. Keeps a second descriptor of
// each connection whose handshake is under way. Through this descriptor, the class notices that
// gRPC has ended the connection, and can end the connection itself. Not thread-safe.
class Handshakes {
 public:
  struct Options {
    std::size_t most = 256;                      // number of handshakes
    std::chrono::milliseconds patience{10'000};  // longest time of one handshake
  };

  // A connection whose handshake is done, with a second descriptor of it.
  struct Done {
    std::int64_t id;
    Descriptor socket;
  };

  Handshakes(const Options& options, OpenConnections::Established established)
      : options_(options), established_(std::move(established)) {}

  bool empty() const { return pending_.empty(); }

  // Counts the connection, which the caller gives to gRPC afterwards. If `most` connections are
  // counted already, ends the oldest connection of the source with the most connections. Returns
  // false, and does not count the connection, if there is no free descriptor.
  bool Add(int socket, ConnectionPeer peer);

  // Ends the oldest connection of the source with the most connections, if any connection is
  // counted.
  void EndOne();

  // Forgets the connections that gRPC has ended or whose handshake is done. Ends the connections
  // that have taken longer than `patience`.
  void Settle();

  // Returns the connections whose handshake Settle has found to be done since the last call.
  std::vector<Done> TakeDone() { return std::exchange(done_, {}); }

 private:
  struct Pending {
    Descriptor socket;
    ConnectionPeer peer;
    std::chrono::steady_clock::time_point until;
    std::int64_t first_id;  // once established, the connection has this id or a higher one
  };

  void MoveTheEstablished();

  const Options options_;
  const OpenConnections::Established established_;
  std::deque<Pending> pending_;  // oldest first
  std::vector<Done> done_;
  std::int64_t highest_id_ = 0;  // the highest id that was seen
};

}  // namespace gongkai::runtime
