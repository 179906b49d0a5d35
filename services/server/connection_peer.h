// The other end of a connection, by which one attacker's connections are told from everybody
// else's.
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <ranges>
#include <string>

namespace gongkai::server {

struct ConnectionPeer {
  std::string name;    // address and port as gRPC writes them, "ipv4:192.0.2.1:40000"
  std::string source;  // who counts as one: an IPv4 address, or the first 64 bits of an IPv6 one
};

// Returns empty texts where the socket is not connected any more.
ConnectionPeer PeerOf(int socket);

// Returns the oldest connection of the source that has the most: whoever opens many ends his own
// first. `connections` is not empty, the oldest first, and each has a member `peer`.
template <class Connection>
typename std::deque<Connection>::iterator FirstToGo(std::deque<Connection>& connections) {
  std::map<std::string, int> counts;
  for (const Connection& each : connections) ++counts[each.peer.source];
  const int most = std::ranges::max(std::views::values(counts));
  return std::ranges::find_if(
      connections, [&](const Connection& each) { return counts[each.peer.source] == most; });
}

}  // namespace gongkai::server
