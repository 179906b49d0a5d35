// Whether this process reaches the services that it needs, as its own health tells others.
#pragma once

#include <stop_token>
#include <thread>
#include <vector>

#include "services/server/health.h"
#include "services/server/peer.h"

namespace gongkai::server {

// Asks each peer for its health twice a second. While one of them does not answer that it serves,
// two times in a row, `health` says NOT_SERVING; and before all have answered for the first time.
// A peer that stands still or is cut off does so within 3 s.
class PeerHealth {
 public:
  // `health` and the peers must outlive this. Without peers there is nothing to do.
  PeerHealth(Health& health, std::vector<Peer*> peers);

 private:
  void Run(const std::stop_token& stop);
  Peer* FindFailing(const std::stop_token& stop);

  Health& health_;
  const std::vector<Peer*> peers_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace gongkai::server
