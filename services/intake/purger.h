// Destroys what entries PURGE of the ledger name (销毁).
#pragma once

#include <stop_token>
#include <thread>

#include "services/intake/destroy.h"
#include "services/lib/rpc/peer.h"
#include "services/lib/rpc/subscription.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Follows the ledger from where it was followed to before, for as long as it lives, and destroys the bytes
// that each entry PURGE names. Does so on a thread of its own. Destroys first what an earlier process has
// noted and not finished. Whoever puts back a copy of the files puts back also how far the ledger was
// followed: what was purged since is destroyed again.
//
// Calls the ledger as this service itself, not for a caller. While the ledger does not answer, waits. The
// destructor does not wait for the ledger.
class Purger {
 public:
  // Starts the thread. The stores of `places` and `workflow` must outlive this.
  Purger(const Places& places, rpc::Peer& workflow);

 private:
  void Run(const std::stop_token& stop);
  // Follows the ledger until the stream of changes ends. Returns OK if that was an interruption.
  // Errors: those of workflow.
  Status Follow(const std::stop_token& stop);
  // Destroys again, once in a process, what is noted; and empties the logs if that is still to be done.
  void Finish();

  const Places places_;
  rpc::Peer& workflow_;
  rpc::ResumePauses pauses_;
  bool told_ = false;  // that all purges of before are done
  bool destroyed_again_ = false;
  bool logs_hold_bytes_ = false;  // a log may keep what was destroyed
  std::jthread thread_;           // last member: the thread uses all members above
};

}  // namespace gongkai::intake
