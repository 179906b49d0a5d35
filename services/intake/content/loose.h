// Keeps or removes loose data: stored data that no entry of the ledger is known to name. Each
// function works within the transaction of the given connection.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "services/lib/sql/connection.h"
#include "workflow/base/digest.h"
#include "workflow/base/time.h"

namespace gongkai::intake {

// Represents a content that may still be kept or removed, with the reports whose history may hold
// the content.
struct LooseContent {
  base::Digest digest;
  std::vector<std::string> reports;
};

// Counts what was removed.
struct Removed {
  std::int64_t contents = 0;
  std::int64_t bodies = 0;
  std::int64_t attachments = 0;
  std::int64_t bytes = 0;

  // Returns the number of removed contents, bodies and attachments.
  std::int64_t count() const { return contents + bodies + attachments; }
  Removed& operator+=(const Removed& other);
};

// Says how far the ledger has been followed.
struct Followed {
  std::int64_t next = 0;  // the position of the next change to read
  std::string last;       // describes the change before `next`; differs in another ledger

  friend bool operator==(const Followed&, const Followed&) = default;
};

// Returns how far the ledger has been followed.
Followed FollowedTo(sql::Connection& connection);

// Keeps each of `contents` and its parts for ever, because the ledger names the content. Stores
// `followed`.
void Keep(sql::Connection& writer, const std::vector<base::Digest>& contents,
          const Followed& followed);

// Keeps the parts of the content for ever, and forgets what is noted of the content itself.
void KeepParts(sql::Connection& writer, const base::Digest& content);

// Returns at most `limit` loose contents that were stored before `before`, oldest first.
std::vector<LooseContent> FindLoose(sql::Connection& connection, base::Time before, int limit);

// Removes the content if it is still loose and was stored before `before`. Returns what was
// removed.
Removed RemoveContent(sql::Connection& writer, const base::Digest& content, base::Time before);

// Removes at most `limit` bodies and `limit` attachments that are loose, that no content names, and
// that were stored before `before`. Calls `remove_file` with the digest of each attachment.
// Returns what was removed.
Removed RemoveParts(sql::Connection& writer, base::Time before, int limit,
                    const std::function<void(const base::Digest&)>& remove_file);

}  // namespace gongkai::intake
