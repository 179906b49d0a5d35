// Bounds the TLS handshakes that gRPC has under way: gRPC itself bounds their time only.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "services/server/connection_peer.h"
#include "services/server/descriptor.h"

namespace gongkai::server {

// A connection whose handshake is done.
struct Transport {
  std::int64_t id;   // the later a connection is made, the higher
  std::string peer;  // as ConnectionPeer::name
};

// Keeps a second descriptor of each connection whose handshake is under way. By that descriptor it
// sees that gRPC has ended the connection, and can end the connection itself. Not thread-safe.
class Handshakes {
 public:
  struct Options {
    std::size_t most = 256;
    std::chrono::milliseconds patience{10'000};
  };

  // Returns the open connections with this id or a higher one whose handshake is done.
  using Established = std::function<std::vector<Transport>(std::int64_t id)>;

  Handshakes(const Options& options, Established established)
      : options_(options), established_(std::move(established)) {}

  bool empty() const { return pending_.empty(); }

  // Counts the connection, which the caller gives to gRPC afterwards. Where there are `most`
  // already, ends the oldest of the source that has the most of them. Returns false when there is
  // no free descriptor; then the connection is not counted.
  bool Add(int socket, ConnectionPeer peer);

  // Ends the oldest connection of the source that has the most, if there is one.
  void EndOne();

  // Forgets the connections that gRPC has ended or whose handshake is done, and ends those that
  // have taken longer than `patience`.
  void Settle();

 private:
  struct Pending {
    Descriptor socket;
    ConnectionPeer peer;
    std::chrono::steady_clock::time_point until;
    std::int64_t first_id;  // once established, the connection has this id or a higher one
  };

  void ForgetTheEstablished();

  const Options options_;
  const Established established_;
  std::deque<Pending> pending_;  // oldest first
  std::int64_t highest_id_ = 0;  // that was seen
};

}  // namespace gongkai::server
