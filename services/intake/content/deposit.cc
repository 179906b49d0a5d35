#include "services/intake/content/deposit.h"

#include <chrono>

#include "services/intake/content/content_schema.h"
#include "workflow/error/errors.h"
#include "workflow/merkle/hash.h"

namespace gongkai::intake {
namespace {

using sql::Bytes;
using sql::Connection;

// Room comes back when a draft that was never recorded is removed, or the policy gives more.
constexpr std::chrono::hours kRetryAfter(1);

std::string Raw(std::string_view hex) {
  const merkle::Hash hash = merkle::FromHex(hex).value();
  return {hash.begin(), hash.end()};
}

bool Finds(sql::Statement& query) {
  const bool found = query.Step();
  query.Reset();
  return found;
}

bool IsLoose(Connection& writer, Kept kind, std::string_view sha256) {
  sql::Statement& find = writer.Prepare("SELECT 1 FROM loose WHERE kind = $1 AND sha256 = $2");
  find.Query(static_cast<int>(kind), Bytes{sha256});
  return Finds(find);
}

void Loosen(Connection& writer, Kept kind, std::string_view sha256, std::int64_t now_us) {
  writer
      .Prepare(
          "INSERT INTO loose (kind, sha256, stored_us) VALUES ($1, $2, $3) "
          "ON CONFLICT (kind, sha256) DO UPDATE SET stored_us = excluded.stored_us")
      .Run(static_cast<int>(kind), Bytes{sha256}, now_us);
}

// Parts of a deposit.
struct Parts {
  bool content = false;
  bool body = false;
  bool attachment = false;

  std::int64_t BytesOf(const Deposit& deposit) const {
    std::int64_t bytes = 0;
    if (content) bytes += static_cast<std::int64_t>(deposit.content.bytes.size());
    if (body) bytes += static_cast<std::int64_t>(deposit.body.size());
    if (attachment) bytes += deposit.attachment->size_bytes;
    return bytes;
  }
};

// What of a deposit is not there yet.
struct New {
  Parts to_all;
  Parts to_department;  // that the department has not stored, though another one may have
};

New Compare(Connection& connection, const Deposit& deposit) {
  New result;
  const auto compare = [&](const char* find, std::string_view sha256, bool Parts::*part) {
    sql::Statement& query = connection.Prepare(find);
    query.Query(Bytes{sha256});
    const bool stored = query.Step();
    result.to_all.*part = !stored;
    result.to_department.*part = !stored || query.Text(0) != deposit.department;
    query.Reset();
  };
  compare("SELECT department FROM content WHERE sha256 = $1", Raw(deposit.content.sha256),
          &Parts::content);
  if (!deposit.body_sha256.empty() && !deposit.body.empty()) {
    compare("SELECT department FROM body WHERE sha256 = $1", Raw(deposit.body_sha256),
            &Parts::body);
  }
  if (deposit.attachment) {
    compare("SELECT department FROM attachment WHERE sha256 = $1", Raw(deposit.attachment->sha256),
            &Parts::attachment);
  }
  return result;
}

void WriteParts(Connection& writer, const Deposit& deposit, const Parts& fresh,
                std::int64_t now_us) {
  if (fresh.body) {
    const std::string sha256 = Raw(deposit.body_sha256);
    Loosen(writer, Kept::kBody, sha256, now_us);
    writer.Prepare("INSERT INTO body (sha256, department, bytes) VALUES ($1, $2, $3)")
        .Run(Bytes{sha256}, deposit.department, Bytes{deposit.body});
  }
  if (fresh.attachment) {
    const std::string sha256 = Raw(deposit.attachment->sha256);
    Loosen(writer, Kept::kAttachment, sha256, now_us);
    writer.Prepare("INSERT INTO attachment (sha256, department, size_bytes) VALUES ($1, $2, $3)")
        .Run(Bytes{sha256}, deposit.department, deposit.attachment->size_bytes);
  }
}

// Parts that the ledger names need no protection.
void NamePart(Connection& writer, Kept kind, std::string_view part, std::string_view content) {
  if (!IsLoose(writer, kind, part)) return;
  writer
      .Prepare(
          "INSERT INTO loose_part (kind, part, content) VALUES ($1, $2, $3) "
          "ON CONFLICT DO NOTHING")
      .Run(static_cast<int>(kind), Bytes{part}, Bytes{content});
}

void WriteContent(Connection& writer, const Deposit& deposit, const Parts& fresh,
                  std::int64_t now_us) {
  const std::string sha256 = Raw(deposit.content.sha256);
  if (fresh.content) {
    Loosen(writer, Kept::kContent, sha256, now_us);
    writer.Prepare("INSERT INTO content (sha256, department, bytes) VALUES ($1, $2, $3)")
        .Run(Bytes{sha256}, deposit.department, Bytes{deposit.content.bytes});
  } else {
    writer.Prepare("UPDATE loose SET stored_us = $1 WHERE kind = $2 AND sha256 = $3")
        .Run(now_us, static_cast<int>(Kept::kContent), Bytes{sha256});
  }
  if (!IsLoose(writer, Kept::kContent, sha256)) return;
  writer
      .Prepare("INSERT INTO loose_report (content, report) VALUES ($1, $2) ON CONFLICT DO NOTHING")
      .Run(Bytes{sha256}, deposit.report);
  if (!deposit.body_sha256.empty()) {
    NamePart(writer, Kept::kBody, Raw(deposit.body_sha256), sha256);
  }
  for (const std::string& attachment : deposit.attachments) {
    NamePart(writer, Kept::kAttachment, Raw(attachment), sha256);
  }
}

// Counts also what another department has stored: otherwise the answer would tell what that is.
Status CheckRoom(Connection& connection, const Deposit& deposit, const New& fresh,
                 std::int64_t quota_bytes) {
  const std::int64_t more = fresh.to_department.BytesOf(deposit);
  if (more == 0 || quota_bytes == 0) return {};
  sql::Statement& find = connection.Prepare("SELECT bytes FROM usage WHERE department = $1");
  find.Query(deposit.department);
  const std::int64_t used = find.Step() ? find.Int(0) : 0;
  find.Reset();
  if (more <= quota_bytes && used <= quota_bytes - more) return {};
  return errors::QuotaExceeded("department_bytes", deposit.department, quota_bytes, kRetryAfter);
}

}  // namespace

Status Write(Connection& writer, const Deposit& deposit, std::int64_t quota_bytes,
             std::int64_t now_us) {
  const New fresh = Compare(writer, deposit);
  if (Status fits = CheckRoom(writer, deposit, fresh, quota_bytes); !fits) return fits;
  if (const std::int64_t bytes = fresh.to_all.BytesOf(deposit); bytes > 0) {
    writer
        .Prepare(
            "INSERT INTO usage (department, bytes) VALUES ($1, $2) "
            "ON CONFLICT (department) DO UPDATE SET bytes = usage.bytes + excluded.bytes")
        .Run(deposit.department, bytes);
  }
  WriteParts(writer, deposit, fresh.to_all, now_us);
  WriteContent(writer, deposit, fresh.to_all, now_us);
  if (!deposit.replaced.empty()) {
    writer.Prepare("INSERT INTO revision (report, sha256) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .Run(deposit.report, Bytes{Raw(deposit.replaced)});
  }
  return {};
}

Status CheckQuota(Connection& connection, const Deposit& deposit, std::int64_t quota_bytes) {
  return CheckRoom(connection, deposit, Compare(connection, deposit), quota_bytes);
}

}  // namespace gongkai::intake
