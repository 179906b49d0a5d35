#include "services/intake/content/purge.h"

#include <string>

#include "services/lib/sql/error.h"
#include "workflow/error/errors.h"

namespace gongkai::intake {
namespace {

using sql::Bytes;
using sql::Connection;

// Removes the row that `find` finds by the digest, and gives its bytes back to the department. Returns
// the number of these bytes, or nullopt if there is no row.
std::optional<std::int64_t> RemoveRow(Connection& writer, const char* find, const char* remove,
                                      const base::Digest& digest) {
  sql::Statement& row = writer.Prepare(find);
  row.Query(Bytes{digest.view()});
  if (!row.Step()) return std::nullopt;
  const std::string department(row.Text(0));
  const std::int64_t bytes = row.Int(1);
  row.Reset();
  writer.Prepare(remove).Run(Bytes{digest.view()});
  writer.Prepare("UPDATE usage SET bytes = bytes - $1 WHERE department = $2")
      .Run(bytes, department);
  return bytes;
}

// Forgets that the bytes with this digest are loose, and which loose contents name them.
void ForgetNotes(Connection& writer, const base::Digest& digest) {
  writer.Prepare("DELETE FROM loose_part WHERE kind IN (2, 3) AND part = $1")
      .Run(Bytes{digest.view()});
  writer.Prepare("DELETE FROM loose WHERE kind IN (1, 2, 3) AND sha256 = $1")
      .Run(Bytes{digest.view()});
}

}  // namespace

void NotePurged(Connection& writer, const Purge& purge) {
  for (const base::Digest& digest : purge.digests) {
    writer.Prepare("INSERT INTO purged (sha256, position) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .Run(Bytes{digest.view()}, purge.position);
  }
}

Status CheckNotPurged(Connection& connection, const base::Digest& digest) {
  sql::Statement& find = connection.Prepare("SELECT position FROM purged WHERE sha256 = $1");
  find.Query(Bytes{digest.view()});
  if (!find.Step()) return {};
  const std::int64_t position = find.Int(0);
  find.Reset();
  return errors::ContentPurged(digest.ToHex(), position);
}

std::vector<base::Digest> AllPurged(Connection& connection) {
  sql::Statement& find = connection.Prepare("SELECT sha256 FROM purged");
  find.Query();
  std::vector<base::Digest> digests;
  while (find.Step()) {
    const std::optional<base::Digest> digest = base::Digest::FromBytes(find.Blob(0));
    if (!digest) throw sql::CorruptError("a digest has not 32 bytes");
    digests.push_back(*digest);
  }
  return digests;
}

Removed RemovePurged(Connection& writer, const std::vector<base::Digest>& digests) {
  Removed removed;
  for (const base::Digest& digest : digests) {
    // The ledger names the content, so its other parts stay.
    KeepParts(writer, digest);
    ForgetNotes(writer, digest);
    if (const auto bytes =
            RemoveRow(writer, "SELECT department, length(bytes) FROM content WHERE sha256 = $1",
                      "DELETE FROM content WHERE sha256 = $1", digest)) {
      removed += {.contents = 1, .bytes = *bytes};
    }
    if (const auto bytes =
            RemoveRow(writer, "SELECT department, length(bytes) FROM body WHERE sha256 = $1",
                      "DELETE FROM body WHERE sha256 = $1", digest)) {
      removed += {.bodies = 1, .bytes = *bytes};
    }
    if (const auto bytes =
            RemoveRow(writer, "SELECT department, size_bytes FROM attachment WHERE sha256 = $1",
                      "DELETE FROM attachment WHERE sha256 = $1", digest)) {
      removed += {.attachments = 1, .bytes = *bytes};
    }
  }
  return removed;
}

Followed PurgesFollowedTo(Connection& connection) {
  sql::Statement& find = connection.Prepare("SELECT next, last FROM purges_followed");
  find.Query();
  Followed followed;
  if (find.Step()) followed = {.next = find.Int(0), .last = std::string(find.Text(1))};
  find.Reset();
  return followed;
}

void StorePurgesFollowed(Connection& writer, const Followed& followed) {
  writer.Prepare("UPDATE purges_followed SET next = $1, last = $2")
      .Run(followed.next, followed.last);
}

}  // namespace gongkai::intake
