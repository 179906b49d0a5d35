// Removes stored contents that never became part of an entry of the ledger.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "services/intake/attachment/blob_store.h"
#include "services/intake/content/content_store.h"
#include "services/lib/rpc/peer.h"
#include "workflow/base/time.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Removes contents, bodies and attachments that no entry of the ledger names. Does so on a thread
// of its own until the destructor. Each round works as follows:
//
//   1. Finds loose contents (no entry is known to name them) older than the grace period.
//   2. Follows the ledger's changes past the newest entry of each report of these contents.
//   3. Keeps for ever each content that these entries name, and removes the other contents.
//   4. Removes the bodies and attachments of that age that no content names.
//
// Calls the ledger as this service itself, not for a caller. While the ledger does not answer, no
// content is removed. Nothing is removed in the first grace period after the start.
class Collector {
 public:
  // Starts the thread. `grace` is at least 1 s. `contents`, `blobs` and `workflow` must outlive
  // this.
  Collector(ContentStore& contents, BlobStore& blobs, rpc::Peer& workflow,
            std::chrono::seconds grace);

 private:
  void Run(const std::stop_token& stop);
  // Runs one round. Returns true if more can be removed at once.
  // Errors: those of workflow.
  Result<bool> Round(const std::stop_token& stop);

  // Returns for each content the position of the newest entry of its reports, or -1 if there is no
  // entry.
  // Errors: those of workflow.
  Result<std::vector<std::int64_t>> NewestEntries(const std::vector<LooseContent>& loose);
  // Keeps the contents that the changes up to position `target` name. Returns the next position to
  // follow from. Returns 0 if the ledger is not the one that was followed before.
  // Errors: those of workflow.
  Result<std::int64_t> Follow(std::int64_t target, const std::stop_token& stop);

  ContentStore& contents_;
  BlobStore& blobs_;
  rpc::Peer& workflow_;
  const std::chrono::seconds grace_;
  const base::Time started_;
  std::jthread thread_;  // last member: the thread uses all members above
};

}  // namespace gongkai::intake
