#include "services/intake/content/content_store.h"

#include <chrono>

#include "services/intake/content/content_schema.h"
#include "workflow/error/errors.h"
#include "workflow/merkle/hash.h"

namespace gongkai::intake {
namespace {

std::string_view View(const merkle::Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

std::int64_t NowMicros() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

}  // namespace

ContentStore::ContentStore(const std::filesystem::path& folder)
    : database_({.file = folder / "intake.db", .migrations = Migrations()}) {}

// Whoever finds nobody writing writes for all who wait; the next gather meanwhile.
Result<ContentStore::Hold> ContentStore::Put(const Deposit& deposit, std::int64_t quota_bytes) {
  Job job{.deposit = deposit, .quota_bytes = quota_bytes};
  std::unique_lock lock(mutex_);
  held_.insert(deposit.content.sha256);
  Hold hold(this, deposit.content.sha256);
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
  lock.unlock();  // the hold takes it when it ends
  if (job.failure) std::rethrow_exception(job.failure);
  if (!job.outcome) return std::move(job.outcome).error();
  return hold;
}

void ContentStore::Write(const std::vector<Job*>& group) {
  sql::Transaction transaction(database_.writer());
  for (Job* job : group) {
    job->outcome = intake::Write(database_.writer(), job->deposit, job->quota_bytes, NowMicros());
  }
  transaction.Commit();
}

void ContentStore::Alone(const std::function<void(sql::Connection&)>& work) {
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !writing_; });
    writing_ = true;
  }
  std::exception_ptr failure;
  try {
    sql::Transaction transaction(database_.writer());
    work(database_.writer());
    transaction.Commit();
  } catch (...) {
    failure = std::current_exception();
  }
  {
    const std::scoped_lock lock(mutex_);
    writing_ = false;
  }
  changed_.notify_all();
  if (failure) std::rethrow_exception(failure);
}

void ContentStore::Release(const std::string& sha256) {
  const std::scoped_lock lock(mutex_);
  held_.erase(held_.find(sha256));
}

Result<std::string> ContentStore::Get(std::string_view sha256) {
  return Read("SELECT bytes FROM content WHERE sha256 = $1", {"content", "内容"}, sha256);
}

Result<std::string> ContentStore::GetBody(std::string_view sha256) {
  return Read("SELECT bytes FROM body WHERE sha256 = $1", {"body", "正文"}, sha256);
}

Result<std::string> ContentStore::Read(std::string_view query, base::BilingualView what,
                                       std::string_view sha256) {
  const auto corrupt = [&] {
    return errors::ContentCorrupt(
        {"The " + std::string(what.english) + " with the digest " + std::string(sha256),
         "摘要为 " + std::string(sha256) + " 的" + std::string(what.chinese)});
  };
  const std::optional<merkle::Hash> digest = merkle::FromHex(sha256);
  if (!digest) return corrupt();
  std::string bytes;
  {
    const sql::ReadLease reader = database_.Read();
    sql::Statement& find = reader->Prepare(query);
    find.Query(sql::Bytes{View(*digest)});
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
  const sql::ReadLease reader = database_.Read();
  sql::Statement& find =
      reader->Prepare("SELECT 1 FROM revision WHERE report = $1 AND sha256 = $2");
  find.Query(revision.report, sql::Bytes{View(*digest)});
  const bool found = find.Step();
  find.Reset();
  return found;
}

Status ContentStore::Fits(const Deposit& deposit, std::int64_t quota_bytes) {
  return CheckQuota(*database_.Read(), deposit, quota_bytes);
}

Followed ContentStore::FollowedTo() { return intake::FollowedTo(*database_.Read()); }

void ContentStore::Keep(const std::vector<std::string>& contents, const Followed& followed) {
  Alone([&](sql::Connection& writer) { intake::Keep(writer, contents, followed); });
}

std::vector<LooseContent> ContentStore::FindLoose(std::int64_t before_us, int limit) {
  return intake::FindLoose(*database_.Read(), before_us, limit);
}

Removed ContentStore::RemoveContents(const std::vector<std::string>& contents,
                                     std::int64_t before_us) {
  Removed removed;
  Alone([&](sql::Connection& writer) {
    for (const std::string& sha256 : contents) {
      {
        const std::scoped_lock lock(mutex_);
        if (held_.contains(sha256)) continue;
      }
      removed += RemoveContent(writer, sha256, before_us);
    }
  });
  return removed;
}

Removed ContentStore::RemoveParts(std::int64_t before_us, int limit,
                                  const std::function<void(const std::string&)>& remove_file) {
  Removed removed;
  Alone([&](sql::Connection& writer) {
    removed = intake::RemoveParts(writer, before_us, limit, remove_file);
  });
  return removed;
}

}  // namespace gongkai::intake
