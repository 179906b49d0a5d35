#include "services/intake/content/loose.h"

#include <optional>

#include "services/intake/content/content_schema.h"
#include "services/lib/sql/error.h"

namespace gongkai::intake {
namespace {

using sql::Bytes;
using sql::Connection;

constexpr int kContent = static_cast<int>(Kept::kContent);
constexpr int kBody = static_cast<int>(Kept::kBody);
constexpr int kAttachment = static_cast<int>(Kept::kAttachment);

base::Digest DigestAt(const sql::Statement& row, int column) {
  const std::optional<base::Digest> digest = base::Digest::FromBytes(row.Blob(column));
  if (!digest) throw sql::CorruptError("a digest has not 32 bytes");
  return *digest;
}

struct Part {
  int kind;
  base::Digest digest;
};

std::vector<Part> PartsOf(Connection& writer, const base::Digest& content) {
  sql::Statement& find = writer.Prepare("SELECT kind, part FROM loose_part WHERE content = $1");
  find.Query(Bytes{content.view()});
  std::vector<Part> parts;
  while (find.Step()) {
    parts.push_back({static_cast<int>(find.Int(0)), DigestAt(find, 1)});
  }
  return parts;
}

void Forget(Connection& writer, int kind, const base::Digest& digest) {
  writer.Prepare("DELETE FROM loose WHERE kind = $1 AND sha256 = $2")
      .Run(kind, Bytes{digest.view()});
}

// What the content itself has noted.
void ForgetNotes(Connection& writer, const base::Digest& content) {
  writer.Prepare("DELETE FROM loose_part WHERE content = $1").Run(Bytes{content.view()});
  writer.Prepare("DELETE FROM loose_report WHERE content = $1").Run(Bytes{content.view()});
}

struct Row {
  base::Digest digest;
  std::string department;
  std::int64_t bytes;
};

std::vector<Row> RowsOf(sql::Statement& find) {
  std::vector<Row> rows;
  while (find.Step()) {
    rows.push_back({DigestAt(find, 0), std::string(find.Text(1)), find.Int(2)});
  }
  return rows;
}

void GiveBack(Connection& writer, const Row& row) {
  writer.Prepare("UPDATE usage SET bytes = bytes - $1 WHERE department = $2")
      .Run(row.bytes, row.department);
}

}  // namespace

Removed& Removed::operator+=(const Removed& other) {
  contents += other.contents;
  bodies += other.bodies;
  attachments += other.attachments;
  bytes += other.bytes;
  return *this;
}

Followed FollowedTo(Connection& connection) {
  sql::Statement& find = connection.Prepare("SELECT next, last FROM followed");
  find.Query();
  Followed followed;
  if (find.Step()) followed = {.next = find.Int(0), .last = std::string(find.Text(1))};
  find.Reset();
  return followed;
}

void KeepParts(Connection& writer, const base::Digest& content) {
  for (const Part& part : PartsOf(writer, content)) {
    Forget(writer, part.kind, part.digest);
    writer.Prepare("DELETE FROM loose_part WHERE kind = $1 AND part = $2")
        .Run(part.kind, Bytes{part.digest.view()});
  }
  ForgetNotes(writer, content);
}

void Keep(Connection& writer, const std::vector<base::Digest>& contents, const Followed& followed) {
  for (const base::Digest& content : contents) {
    KeepParts(writer, content);
    Forget(writer, kContent, content);
  }
  writer.Prepare("UPDATE followed SET next = $1, last = $2").Run(followed.next, followed.last);
}

std::vector<LooseContent> FindLoose(Connection& connection, base::Time before, int limit) {
  sql::Statement& find = connection.Prepare(
      "SELECT sha256 FROM loose WHERE kind = $1 AND stored_us < $2 ORDER BY stored_us LIMIT $3");
  find.Query(kContent, before, limit);
  std::vector<LooseContent> contents;
  while (find.Step()) contents.push_back({.digest = DigestAt(find, 0)});
  sql::Statement& reports =
      connection.Prepare("SELECT report FROM loose_report WHERE content = $1");
  for (LooseContent& content : contents) {
    reports.Query(Bytes{content.digest.view()});
    while (reports.Step()) content.reports.emplace_back(reports.Text(0));
  }
  return contents;
}

Removed RemoveContent(Connection& writer, const base::Digest& content, base::Time before) {
  sql::Statement& find = writer.Prepare(
      "SELECT content.sha256, department, length(bytes) FROM loose JOIN content USING (sha256) "
      "WHERE kind = $1 AND loose.sha256 = $2 AND stored_us < $3");
  find.Query(kContent, Bytes{content.view()}, before);
  Removed removed;
  for (const Row& row : RowsOf(find)) {
    ForgetNotes(writer, content);
    writer.Prepare("DELETE FROM content WHERE sha256 = $1").Run(Bytes{content.view()});
    Forget(writer, kContent, content);
    GiveBack(writer, row);
    removed += {.contents = 1, .bytes = row.bytes};
  }
  return removed;
}

Removed RemoveParts(Connection& writer, base::Time before, int limit,
                    const std::function<void(const base::Digest&)>& remove_file) {
  Removed removed;
  sql::Statement& bodies = writer.Prepare(
      "SELECT body.sha256, department, length(bytes) FROM loose JOIN body USING (sha256) "
      "WHERE kind = 2 AND stored_us < $1 AND NOT EXISTS (SELECT 1 FROM loose_part "
      "WHERE loose_part.kind = 2 AND part = loose.sha256) ORDER BY stored_us LIMIT $2");
  bodies.Query(before, limit);
  for (const Row& row : RowsOf(bodies)) {
    writer.Prepare("DELETE FROM body WHERE sha256 = $1").Run(Bytes{row.digest.view()});
    Forget(writer, kBody, row.digest);
    GiveBack(writer, row);
    removed += {.bodies = 1, .bytes = row.bytes};
  }
  sql::Statement& attachments = writer.Prepare(
      "SELECT attachment.sha256, department, size_bytes FROM loose JOIN attachment USING (sha256) "
      "WHERE kind = 3 AND stored_us < $1 AND NOT EXISTS (SELECT 1 FROM loose_part "
      "WHERE loose_part.kind = 3 AND part = loose.sha256) ORDER BY stored_us LIMIT $2");
  attachments.Query(before, limit);
  for (const Row& row : RowsOf(attachments)) {
    // The file first: if the process dies now, the row says that there may still be one.
    remove_file(row.digest);
    writer.Prepare("DELETE FROM attachment WHERE sha256 = $1").Run(Bytes{row.digest.view()});
    Forget(writer, kAttachment, row.digest);
    GiveBack(writer, row);
    removed += {.attachments = 1, .bytes = row.bytes};
  }
  return removed;
}

}  // namespace gongkai::intake
