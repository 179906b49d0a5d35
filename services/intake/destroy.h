// Destroys bytes that must not exist any more (销毁), wherever this service keeps them.
#pragma once

#include "services/intake/attachment/blob_store.h"
#include "services/intake/content/content_store.h"
#include "services/intake/content/purge.h"
#include "services/intake/leak/leak_checks.h"

namespace gongkai::intake {

// All places where bytes are kept. Each must outlive this.
struct Places {
  ContentStore& contents;
  BlobStore& blobs;
  LeakChecks& leak_checks;
};

// Destroys the bytes with the digests of the purge, and what the leak check found in them. Stores that the
// ledger was followed to `followed`. Nobody reads or stores these bytes from the beginning on. May be done
// again, and must be if the process ends before this returns or if this throws. Does not need to find any of
// the bytes: what comes later is refused. Returns what was removed. Throws what the places throw.
Removed Destroy(const Places& places, const Purge& purge, const Followed& followed);

// Destroys again what is noted as purged: what a process that was killed, or whoever restored a copy of the
// files, has left or brought back. Returns false if nothing is noted.
bool DestroyAgain(const Places& places);

// Empties the write-ahead logs, so that they do not keep what was destroyed. Returns false if a reader still
// needs one of them: then call this again later.
bool EmptyLogs(const Places& places);

}  // namespace gongkai::intake
