#include "services/intake/content/loose.h"

#include <algorithm>

#include "services/intake/content/content_schema.h"
#include "workflow/merkle/hash.h"

namespace gongkai::intake {
namespace {

using sql::Bytes;
using sql::Connection;

constexpr int kContent = static_cast<int>(Kept::kContent);
constexpr int kBody = static_cast<int>(Kept::kBody);
constexpr int kAttachment = static_cast<int>(Kept::kAttachment);

std::string Raw(std::string_view hex) {
  const merkle::Hash hash = merkle::FromHex(hex).value();
  return {hash.begin(), hash.end()};
}

std::string Hex(std::string_view raw) {
  merkle::Hash hash{};
  std::ranges::copy(raw.substr(0, hash.size()), hash.begin());
  return merkle::ToHex(hash);
}

struct Part {
  int kind;
  std::string sha256;
};

std::vector<Part> PartsOf(Connection& writer, std::string_view content) {
  sql::Statement& find = writer.Prepare("SELECT kind, part FROM loose_part WHERE content = $1");
  find.Query(Bytes{content});
  std::vector<Part> parts;
  while (find.Step()) {
    parts.push_back({static_cast<int>(find.Int(0)), std::string(find.Blob(1))});
  }
  return parts;
}

void Forget(Connection& writer, int kind, std::string_view sha256) {
  writer.Prepare("DELETE FROM loose WHERE kind = $1 AND sha256 = $2").Run(kind, Bytes{sha256});
}

// What the content itself has noted.
void ForgetNotes(Connection& writer, std::string_view content) {
  writer.Prepare("DELETE FROM loose_part WHERE content = $1").Run(Bytes{content});
  writer.Prepare("DELETE FROM loose_report WHERE content = $1").Run(Bytes{content});
}

void KeepOne(Connection& writer, std::string_view content) {
  for (const Part& part : PartsOf(writer, content)) {
    Forget(writer, part.kind, part.sha256);
    writer.Prepare("DELETE FROM loose_part WHERE kind = $1 AND part = $2")
        .Run(part.kind, Bytes{part.sha256});
  }
  ForgetNotes(writer, content);
  Forget(writer, kContent, content);
}

struct Row {
  std::string sha256;
  std::string department;
  std::int64_t bytes;
};

std::vector<Row> RowsOf(sql::Statement& find) {
  std::vector<Row> rows;
  while (find.Step()) {
    rows.push_back({std::string(find.Blob(0)), std::string(find.Text(1)), find.Int(2)});
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

void Keep(Connection& writer, const std::vector<std::string>& contents, const Followed& followed) {
  for (const std::string& content : contents) KeepOne(writer, Raw(content));
  writer.Prepare("UPDATE followed SET next = $1, last = $2").Run(followed.next, followed.last);
}

std::vector<LooseContent> FindLoose(Connection& connection, std::int64_t before_us, int limit) {
  sql::Statement& find = connection.Prepare(
      "SELECT sha256 FROM loose WHERE kind = $1 AND stored_us < $2 ORDER BY stored_us LIMIT $3");
  find.Query(kContent, before_us, limit);
  std::vector<std::string> found;
  while (find.Step()) found.emplace_back(find.Blob(0));
  std::vector<LooseContent> contents;
  sql::Statement& reports =
      connection.Prepare("SELECT report FROM loose_report WHERE content = $1");
  for (const std::string& sha256 : found) {
    LooseContent& content = contents.emplace_back(Hex(sha256));
    reports.Query(Bytes{sha256});
    while (reports.Step()) content.reports.emplace_back(reports.Text(0));
  }
  return contents;
}

Removed RemoveContent(Connection& writer, std::string_view sha256, std::int64_t before_us) {
  const std::string raw = Raw(sha256);
  sql::Statement& find = writer.Prepare(
      "SELECT content.sha256, department, length(bytes) FROM loose JOIN content USING (sha256) "
      "WHERE kind = $1 AND loose.sha256 = $2 AND stored_us < $3");
  find.Query(kContent, Bytes{raw}, before_us);
  Removed removed;
  for (const Row& row : RowsOf(find)) {
    ForgetNotes(writer, raw);
    writer.Prepare("DELETE FROM content WHERE sha256 = $1").Run(Bytes{raw});
    Forget(writer, kContent, raw);
    GiveBack(writer, row);
    removed += {.contents = 1, .bytes = row.bytes};
  }
  return removed;
}

Removed RemoveParts(Connection& writer, std::int64_t before_us, int limit,
                    const std::function<void(const std::string&)>& remove_file) {
  Removed removed;
  sql::Statement& bodies = writer.Prepare(
      "SELECT body.sha256, department, length(bytes) FROM loose JOIN body USING (sha256) "
      "WHERE kind = 2 AND stored_us < $1 AND NOT EXISTS (SELECT 1 FROM loose_part "
      "WHERE loose_part.kind = 2 AND part = loose.sha256) ORDER BY stored_us LIMIT $2");
  bodies.Query(before_us, limit);
  for (const Row& row : RowsOf(bodies)) {
    writer.Prepare("DELETE FROM body WHERE sha256 = $1").Run(Bytes{row.sha256});
    Forget(writer, kBody, row.sha256);
    GiveBack(writer, row);
    removed += {.bodies = 1, .bytes = row.bytes};
  }
  sql::Statement& attachments = writer.Prepare(
      "SELECT attachment.sha256, department, size_bytes FROM loose JOIN attachment USING (sha256) "
      "WHERE kind = 3 AND stored_us < $1 AND NOT EXISTS (SELECT 1 FROM loose_part "
      "WHERE loose_part.kind = 3 AND part = loose.sha256) ORDER BY stored_us LIMIT $2");
  attachments.Query(before_us, limit);
  for (const Row& row : RowsOf(attachments)) {
    // The file first: if the process dies now, the row says that there may still be one.
    remove_file(Hex(row.sha256));
    writer.Prepare("DELETE FROM attachment WHERE sha256 = $1").Run(Bytes{row.sha256});
    Forget(writer, kAttachment, row.sha256);
    GiveBack(writer, row);
    removed += {.attachments = 1, .bytes = row.bytes};
  }
  return removed;
}

}  // namespace gongkai::intake
