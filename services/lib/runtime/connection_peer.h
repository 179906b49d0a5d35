// Identifies the other end of a connection, so that limits can tell the connections of one attacker
// from those of everybody else.
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <ranges>
#include <string>

namespace gongkai::runtime {

// The other end of a connection. Connections with the same `source` count as those of one client.
// An IPv4 address that is mapped to IPv6 counts as IPv4.
struct ConnectionPeer {
  std::string name;    // address and port as gRPC writes them, "ipv4:192.0.2.1:40000"
  std::string source;  // the IPv4 address, or the first 64 bits of the IPv6 one, as raw bytes
};

// Returns the other end of `socket`. Returns empty texts if the socket is no longer connected.
ConnectionPeer PeerOf(int socket);

// Returns an iterator to the oldest connection of the source with the most connections. A client
// that opens many connections therefore loses its own first. `connections` must not be empty and
// must hold the oldest first. Each element must have a member `peer`.
template <class Connection>
typename std::deque<Connection>::iterator FirstToGo(std::deque<Connection>& connections) {
  std::map<std::string, int> counts;
  for (const Connection& each : connections) ++counts[each.peer.source];
  const int most = std::ranges::max(std::views::values(counts));
  return std::ranges::find_if(
      connections, [&](const Connection& each) { return counts[each.peer.source] == most; });
}

}  // namespace gongkai::runtime
