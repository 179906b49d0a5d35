// What is stored and no entry of the ledger is known to name: how it becomes kept, or is removed.
// All functions work within the transaction of the connection.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "services/storage/connection.h"

namespace gongkai::intake {

// A content whose fate is open, and the reports in whose history it may be.
struct LooseContent {
  std::string sha256;  // in hex
  std::vector<std::string> reports;
};

// What has been removed.
struct Removed {
  std::int64_t contents = 0;
  std::int64_t bodies = 0;
  std::int64_t attachments = 0;
  std::int64_t bytes = 0;

  std::int64_t count() const { return contents + bodies + attachments; }
  Removed& operator+=(const Removed& other);
};

// How far the ledger has been followed.
struct Followed {
  std::int64_t next = 0;  // the position to go on from
  std::string last;       // what the change before it was: another ledger has another one there

  friend bool operator==(const Followed&, const Followed&) = default;
};
Followed FollowedTo(storage::Connection& connection);

// Keeps each of these contents, in hex, with its parts for ever: the ledger names them. Takes note
// of how far the ledger has been followed.
void Keep(storage::Connection& writer, const std::vector<std::string>& contents,
          const Followed& followed);

// At most `limit` loose contents that were stored before `before_us`, oldest first.
std::vector<LooseContent> FindLoose(storage::Connection& connection, std::int64_t before_us,
                                    int limit);

// Removes the content, in hex, if it is still loose and was stored before `before_us`.
Removed RemoveContent(storage::Connection& writer, std::string_view sha256, std::int64_t before_us);

// Removes at most `limit` bodies and `limit` attachments that no content names and that were stored
// before `before_us`. Calls `remove_file` with the digest, in hex, of each attachment.
Removed RemoveParts(storage::Connection& writer, std::int64_t before_us, int limit,
                    const std::function<void(const std::string&)>& remove_file);

}  // namespace gongkai::intake
