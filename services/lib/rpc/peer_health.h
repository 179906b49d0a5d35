// Reports as health whether this process reaches the services that it needs.
#pragma once

#include <stop_token>
#include <thread>
#include <vector>

#include "services/lib/rpc/health.h"
#include "services/lib/rpc/peer.h"

namespace gongkai::rpc {

// Reports to `health` whether all peers are reached and serve. Asks all peers for their health in
// rounds, twice a second. A round fails if a peer does not answer within 1 s or does not serve.
// After two failed rounds in succession, `health` says NOT_SERVING until a round succeeds. `health`
// also says NOT_SERVING before the first round that succeeds. A peer that hangs or is cut off is
// noticed within 3 s.
class PeerHealth {
 public:
  // Starts the rounds. Does nothing without peers. `health` and the peers must outlive this.
  PeerHealth(Health& health, std::vector<Peer*> peers);

 private:
  void Run(const std::stop_token& stop);
  // Returns the first peer that does not serve or is not reached, or null.
  Peer* FindFailing(const std::stop_token& stop);

  Health& health_;
  const std::vector<Peer*> peers_;
  std::jthread thread_;  // last: uses all members above
};

}  // namespace gongkai::rpc
