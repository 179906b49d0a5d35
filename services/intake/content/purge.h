// Notes and removes what must not exist any more (销毁). Each function works within the transaction of
// the given connection.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "services/intake/content/loose.h"
#include "services/lib/sql/connection.h"
#include "workflow/base/digest.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// What an entry PURGE of the ledger says.
struct Purge {
  std::vector<base::Digest> digests;  // of bytes that must not exist any more
  std::int64_t position = 0;          // of the entry
};

// Notes that the bytes with these digests are purged. Does not need to know the bytes. Nothing can store
// them from now on. A digest that is noted already keeps its position.
void NotePurged(sql::Connection& writer, const Purge& purge);

// Returns OK unless the bytes with this digest are purged.
// Errors: CONTENT_PURGED.
Status CheckNotPurged(sql::Connection& connection, const base::Digest& digest);

// Returns the digests of all that is purged.
std::vector<base::Digest> AllPurged(sql::Connection& connection);

// Removes the contents, bodies and attachments that have these digests, which must be noted as purged,
// and all notes on them. What else a removed content names stays. Returns what was removed.
Removed RemovePurged(sql::Connection& writer, const std::vector<base::Digest>& digests);

// Returns how far the ledger has been followed for entries PURGE.
Followed PurgesFollowedTo(sql::Connection& connection);

// Stores how far the ledger has been followed for entries PURGE.
void StorePurgesFollowed(sql::Connection& writer, const Followed& followed);

}  // namespace gongkai::intake
