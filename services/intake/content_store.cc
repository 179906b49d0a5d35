#include "services/intake/content_store.h"

#include <array>
#include <optional>
#include <utility>

#include "workflow/error/errors.h"
#include "workflow/merkle/hash.h"

namespace gongkai::intake {
namespace {

const std::array<storage::Migration, 1> kMigrations{{{1, R"sql(
CREATE TABLE content (
  sha256 BLOB NOT NULL PRIMARY KEY CHECK (length(sha256) = 32),
  bytes BLOB NOT NULL
) STRICT;
CREATE TRIGGER content_is_never_changed BEFORE UPDATE ON content
BEGIN SELECT RAISE(ABORT, 'a content is never changed'); END;
CREATE TRIGGER content_is_never_removed BEFORE DELETE ON content
BEGIN SELECT RAISE(ABORT, 'a content is never removed'); END;

CREATE TABLE revision (
  report TEXT NOT NULL,
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
  PRIMARY KEY (report, sha256)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER revision_is_never_changed BEFORE UPDATE ON revision
BEGIN SELECT RAISE(ABORT, 'a revision is never changed'); END;
CREATE TRIGGER revision_is_never_removed BEFORE DELETE ON revision
BEGIN SELECT RAISE(ABORT, 'a revision is never removed'); END;
)sql"}}};

std::string_view View(const merkle::Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace

ContentStore::ContentStore(const std::filesystem::path& folder)
    : database_({.file = folder / "intake.db", .migrations = kMigrations}) {}

void ContentStore::Put(const SealedContent& content) { Put(Job{content, nullptr}); }

void ContentStore::Put(const SealedContent& content, const Revision& replaced) {
  Put(Job{content, &replaced});
}

// Whoever finds nobody writing writes for all who wait; the next gather meanwhile.
void ContentStore::Put(Job job) {
  std::unique_lock lock(mutex_);
  waiting_.push_back(&job);
  changed_.wait(lock, [&] { return job.done || !writing_; });
  if (!job.done) {
    writing_ = true;
    const std::vector<Job*> group = std::exchange(waiting_, {});
    lock.unlock();
    std::exception_ptr failure;
    try {
      Write(group);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    for (Job* member : group) {
      member->failure = failure;
      member->done = true;
    }
    writing_ = false;
    changed_.notify_all();
  }
  if (job.failure) std::rethrow_exception(job.failure);
}

void ContentStore::Write(const std::vector<Job*>& group) {
  storage::Connection& writer = database_.writer();
  storage::Transaction transaction(writer);
  for (const Job* job : group) {
    const merkle::Hash digest = merkle::FromHex(job->content.sha256).value();
    writer.Prepare("INSERT INTO content (sha256, bytes) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .Run(storage::Bytes{View(digest)}, storage::Bytes{job->content.bytes});
    if (job->replaced == nullptr) continue;
    const merkle::Hash replaced = merkle::FromHex(job->replaced->sha256).value();
    writer.Prepare("INSERT INTO revision (report, sha256) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .Run(job->replaced->report, storage::Bytes{View(replaced)});
  }
  transaction.Commit();
}

Result<std::string> ContentStore::Get(std::string_view sha256) {
  const auto corrupt = [&] {
    return errors::ContentCorrupt("The content with the digest " + std::string(sha256));
  };
  const std::optional<merkle::Hash> digest = merkle::FromHex(sha256);
  if (!digest) return corrupt();
  std::string bytes;
  {
    const storage::ReadLease reader = database_.Read();
    storage::Statement& find = reader->Prepare("SELECT bytes FROM content WHERE sha256 = $1");
    find.Query(storage::Bytes{View(*digest)});
    if (!find.Step()) return corrupt();
    bytes = find.Blob(0);
    find.Reset();
  }
  if (merkle::Sha256(bytes) != *digest) return corrupt();
  return bytes;
}

bool ContentStore::Has(const Revision& revision) {
  const std::optional<merkle::Hash> digest = merkle::FromHex(revision.sha256);
  if (!digest) return false;
  const storage::ReadLease reader = database_.Read();
  storage::Statement& find =
      reader->Prepare("SELECT 1 FROM revision WHERE report = $1 AND sha256 = $2");
  find.Query(revision.report, storage::Bytes{View(*digest)});
  const bool found = find.Step();
  find.Reset();
  return found;
}

}  // namespace gongkai::intake
