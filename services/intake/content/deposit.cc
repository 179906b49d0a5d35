#include "services/intake/content/deposit.h"

#include <chrono>

#include "services/intake/content/content_schema.h"
#include "services/intake/content/purge.h"
#include "workflow/error/errors.h"

namespace gongkai::intake {
namespace {

using sql::Bytes;
using sql::Connection;

// Room comes back when a draft that was never recorded is removed, or the policy gives more.
constexpr std::chrono::hours kRetryAfter(1);

bool Finds(sql::Statement& query) {
  const bool found = query.Step();
  query.Reset();
  return found;
}

bool IsLoose(Connection& writer, Kept kind, const base::Digest& digest) {
  sql::Statement& find = writer.Prepare("SELECT 1 FROM loose WHERE kind = $1 AND sha256 = $2");
  find.Query(static_cast<int>(kind), Bytes{digest.view()});
  return Finds(find);
}

void Loosen(Connection& writer, Kept kind, const base::Digest& digest, base::Time now) {
  writer
      .Prepare(
          "INSERT INTO loose (kind, sha256, stored_us) VALUES ($1, $2, $3) "
          "ON CONFLICT (kind, sha256) DO UPDATE SET stored_us = excluded.stored_us")
      .Run(static_cast<int>(kind), Bytes{digest.view()}, now);
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
  const auto compare = [&](const char* find, const base::Digest& digest, bool Parts::*part) {
    sql::Statement& query = connection.Prepare(find);
    query.Query(Bytes{digest.view()});
    const bool stored = query.Step();
    result.to_all.*part = !stored;
    result.to_department.*part = !stored || query.Text(0) != deposit.department;
    query.Reset();
  };
  compare("SELECT department FROM content WHERE sha256 = $1", deposit.content.digest,
          &Parts::content);
  if (deposit.body_digest && !deposit.body.empty()) {
    compare("SELECT department FROM body WHERE sha256 = $1", *deposit.body_digest, &Parts::body);
  }
  if (deposit.attachment) {
    compare("SELECT department FROM attachment WHERE sha256 = $1", deposit.attachment->digest,
            &Parts::attachment);
  }
  return result;
}

void WriteParts(Connection& writer, const Deposit& deposit, const Parts& fresh, base::Time now) {
  if (fresh.body) {
    Loosen(writer, Kept::kBody, *deposit.body_digest, now);
    writer.Prepare("INSERT INTO body (sha256, department, bytes) VALUES ($1, $2, $3)")
        .Run(Bytes{deposit.body_digest->view()}, deposit.department, Bytes{deposit.body});
  }
  if (fresh.attachment) {
    const Deposit::Attachment& attachment = *deposit.attachment;
    Loosen(writer, Kept::kAttachment, attachment.digest, now);
    writer.Prepare("INSERT INTO attachment (sha256, department, size_bytes) VALUES ($1, $2, $3)")
        .Run(Bytes{attachment.digest.view()}, deposit.department, attachment.size_bytes);
  }
}

// Parts that the ledger names need no protection.
void NamePart(Connection& writer, Kept kind, const base::Digest& part,
              const base::Digest& content) {
  if (!IsLoose(writer, kind, part)) return;
  writer
      .Prepare(
          "INSERT INTO loose_part (kind, part, content) VALUES ($1, $2, $3) "
          "ON CONFLICT DO NOTHING")
      .Run(static_cast<int>(kind), Bytes{part.view()}, Bytes{content.view()});
}

void WriteContent(Connection& writer, const Deposit& deposit, const Parts& fresh, base::Time now) {
  const base::Digest& digest = deposit.content.digest;
  if (fresh.content) {
    Loosen(writer, Kept::kContent, digest, now);
    writer.Prepare("INSERT INTO content (sha256, department, bytes) VALUES ($1, $2, $3)")
        .Run(Bytes{digest.view()}, deposit.department, Bytes{deposit.content.bytes});
  } else {
    writer.Prepare("UPDATE loose SET stored_us = $1 WHERE kind = $2 AND sha256 = $3")
        .Run(now, static_cast<int>(Kept::kContent), Bytes{digest.view()});
  }
  if (!IsLoose(writer, Kept::kContent, digest)) return;
  writer
      .Prepare("INSERT INTO loose_report (content, report) VALUES ($1, $2) ON CONFLICT DO NOTHING")
      .Run(Bytes{digest.view()}, deposit.report);
  if (deposit.body_digest) NamePart(writer, Kept::kBody, *deposit.body_digest, digest);
  for (const base::Digest& attachment : deposit.attachments) {
    NamePart(writer, Kept::kAttachment, attachment, digest);
  }
}

// What the deposit only names was in the content before, and may be dropped by one edit after another.
Status CheckNothingPurged(Connection& connection, const Deposit& deposit) {
  if (Status ok = CheckNotPurged(connection, deposit.content.digest); !ok) return ok;
  if (deposit.body_digest && !deposit.body.empty()) {
    if (Status ok = CheckNotPurged(connection, *deposit.body_digest); !ok) return ok;
  }
  if (!deposit.attachment) return {};
  return CheckNotPurged(connection, deposit.attachment->digest);
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

Status Write(Connection& writer, const Deposit& deposit, std::int64_t quota_bytes, base::Time now) {
  if (Status ok = CheckNothingPurged(writer, deposit); !ok) return ok;
  const New fresh = Compare(writer, deposit);
  if (Status fits = CheckRoom(writer, deposit, fresh, quota_bytes); !fits) return fits;
  if (const std::int64_t bytes = fresh.to_all.BytesOf(deposit); bytes > 0) {
    writer
        .Prepare(
            "INSERT INTO usage (department, bytes) VALUES ($1, $2) "
            "ON CONFLICT (department) DO UPDATE SET bytes = usage.bytes + excluded.bytes")
        .Run(deposit.department, bytes);
  }
  WriteParts(writer, deposit, fresh.to_all, now);
  WriteContent(writer, deposit, fresh.to_all, now);
  if (deposit.replaced) {
    writer.Prepare("INSERT INTO revision (report, sha256) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .Run(deposit.report, Bytes{deposit.replaced->view()});
  }
  return {};
}

Status CheckFits(Connection& connection, const Deposit& deposit, std::int64_t quota_bytes) {
  if (Status ok = CheckNothingPurged(connection, deposit); !ok) return ok;
  return CheckRoom(connection, deposit, Compare(connection, deposit), quota_bytes);
}

}  // namespace gongkai::intake
