// Removes what was stored for a change that never became an entry of the ledger.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "services/intake/blob_store.h"
#include "services/intake/content_store.h"
#include "services/server/peer.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Now and then it looks for contents that have waited longer than the grace period. It follows the
// ledger's changes, as this service itself, past the newest entry of every report in question: the
// contents that these entries name are kept for ever, the others are removed, and then the bodies
// and attachments that no content names. While the ledger cannot be asked, nothing is removed.
class Collector {
 public:
  // All must outlive it. `grace` is at least 1 s.
  Collector(ContentStore& contents, BlobStore& blobs, server::Peer& workflow,
            std::chrono::seconds grace);

 private:
  void Run(const std::stop_token& stop);
  // Returns whether there may be more to do at once. Errors: those of workflow.
  Result<bool> Round(const std::stop_token& stop);

  // The position of the newest entry of each content's reports; -1 where there is none.
  Result<std::vector<std::int64_t>> NewestEntries(const std::vector<LooseContent>& loose);
  // Keeps the contents that the changes up to `target` name. Returns the position followed to.
  Result<std::int64_t> Follow(std::int64_t target, const std::stop_token& stop);

  ContentStore& contents_;
  BlobStore& blobs_;
  server::Peer& workflow_;
  const std::chrono::seconds grace_;
  const std::int64_t started_us_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace gongkai::intake
