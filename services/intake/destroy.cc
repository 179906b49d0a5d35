#include "services/intake/destroy.h"

#include <vector>

#include "workflow/base/digest.h"

namespace gongkai::intake {
namespace {

// Destroys what is not in the rows of `contents`.
void DestroyBeside(const Places& places, const std::vector<base::Digest>& digests) {
  for (const base::Digest& digest : digests) places.blobs.Destroy(digest);
  places.leak_checks.Remove(digests);
}

}  // namespace

// The note comes first: whoever stores or reads meanwhile looks for it afterwards. The rows go last, with
// what says how far the ledger was followed: until then a process that is killed does all of it again.
Removed Destroy(const Places& places, const Purge& purge, const Followed& followed) {
  places.contents.NotePurged(purge);
  DestroyBeside(places, purge.digests);
  return places.contents.RemovePurged(purge.digests, followed);
}

bool DestroyAgain(const Places& places) {
  const std::vector<base::Digest> digests = places.contents.AllPurged();
  if (digests.empty()) return false;
  DestroyBeside(places, digests);
  places.contents.RemovePurged(digests, places.contents.PurgesFollowedTo());
  return true;
}

bool EmptyLogs(const Places& places) {
  const bool contents = places.contents.EmptyLog();
  const bool findings = places.leak_checks.EmptyLog();
  return contents && findings;
}

}  // namespace gongkai::intake
