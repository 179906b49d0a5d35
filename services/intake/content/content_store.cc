#include "services/intake/content/content_store.h"

#include "services/intake/content/content_schema.h"
#include "services/lib/request/time.h"
#include "workflow/error/errors.h"

namespace gongkai::intake {
ContentStore::ContentStore(const std::filesystem::path& folder)
    : database_({.file = folder / "intake.db",
                 .migrations = Migrations(),
                 .overwrites_what_is_deleted = true}) {}

// Whoever finds nobody writing writes for all who wait; the next gather meanwhile.
Result<ContentStore::Hold> ContentStore::Put(const Deposit& deposit, std::int64_t quota_bytes) {
  Job job{.deposit = deposit, .quota_bytes = quota_bytes};
  std::unique_lock lock(mutex_);
  held_.insert(deposit.content.digest);
  Hold hold(this, deposit.content.digest);
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
    job->outcome =
        intake::Write(database_.writer(), job->deposit, job->quota_bytes, request::Now());
  }
  transaction.Commit();
}

void ContentStore::Alone(const std::function<void()>& work) {
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !writing_; });
    writing_ = true;
  }
  std::exception_ptr failure;
  try {
    work();
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

void ContentStore::Change(const std::function<void(sql::Connection&)>& work) {
  Alone([&] {
    sql::Transaction transaction(database_.writer());
    work(database_.writer());
    transaction.Commit();
  });
}

void ContentStore::Release(const base::Digest& digest) {
  const std::scoped_lock lock(mutex_);
  held_.erase(held_.find(digest));
}

Result<std::string> ContentStore::Get(const base::Digest& digest) {
  return Read("SELECT bytes FROM content WHERE sha256 = $1", {"content", "内容"}, digest);
}

Result<std::string> ContentStore::GetBody(const base::Digest& digest) {
  return Read("SELECT bytes FROM body WHERE sha256 = $1", {"body", "正文"}, digest);
}

Result<std::string> ContentStore::Read(std::string_view query, base::BilingualView what,
                                       const base::Digest& digest) {
  const auto corrupt = [&] {
    return errors::ContentCorrupt(
        {"The " + std::string(what.english) + " with the digest " + digest.ToHex(),
         "摘要为 " + digest.ToHex() + " 的" + std::string(what.chinese)});
  };
  std::string bytes;
  {
    const sql::ReadLease reader = database_.Read();
    if (Status ok = intake::CheckNotPurged(*reader, digest); !ok) return std::move(ok).error();
    sql::Statement& find = reader->Prepare(query);
    find.Query(sql::Bytes{digest.view()});
    if (!find.Step()) return corrupt();
    bytes = find.Blob(0);
    find.Reset();
  }
  if (base::Sha256(bytes) != digest) return corrupt();
  return bytes;
}

bool ContentStore::Has(const Revision& revision) {
  const sql::ReadLease reader = database_.Read();
  sql::Statement& find =
      reader->Prepare("SELECT 1 FROM revision WHERE report = $1 AND sha256 = $2");
  find.Query(revision.report, sql::Bytes{revision.digest.view()});
  const bool found = find.Step();
  find.Reset();
  return found;
}

Status ContentStore::Fits(const Deposit& deposit, std::int64_t quota_bytes) {
  return CheckFits(*database_.Read(), deposit, quota_bytes);
}

Status ContentStore::CheckNotPurged(const base::Digest& digest) {
  return intake::CheckNotPurged(*database_.Read(), digest);
}

void ContentStore::NotePurged(const Purge& purge) {
  Change([&](sql::Connection& writer) { intake::NotePurged(writer, purge); });
}

std::vector<base::Digest> ContentStore::AllPurged() { return intake::AllPurged(*database_.Read()); }

Followed ContentStore::PurgesFollowedTo() { return intake::PurgesFollowedTo(*database_.Read()); }

void ContentStore::StorePurgesFollowed(const Followed& followed) {
  Change([&](sql::Connection& writer) { intake::StorePurgesFollowed(writer, followed); });
}

Removed ContentStore::RemovePurged(const std::vector<base::Digest>& digests,
                                   const Followed& followed) {
  Removed removed;
  Change([&](sql::Connection& writer) {
    removed = intake::RemovePurged(writer, digests);
    intake::StorePurgesFollowed(writer, followed);
  });
  return removed;
}

bool ContentStore::EmptyLog() {
  bool emptied = false;
  Alone([&] { emptied = database_.EmptyLog(); });
  return emptied;
}

Followed ContentStore::FollowedTo() { return intake::FollowedTo(*database_.Read()); }

void ContentStore::Keep(const std::vector<base::Digest>& contents, const Followed& followed) {
  Change([&](sql::Connection& writer) { intake::Keep(writer, contents, followed); });
}

std::vector<LooseContent> ContentStore::FindLoose(base::Time before, int limit) {
  return intake::FindLoose(*database_.Read(), before, limit);
}

Removed ContentStore::RemoveContents(const std::vector<base::Digest>& contents, base::Time before) {
  Removed removed;
  Change([&](sql::Connection& writer) {
    for (const base::Digest& content : contents) {
      {
        const std::scoped_lock lock(mutex_);
        if (held_.contains(content)) continue;
      }
      removed += RemoveContent(writer, content, before);
    }
  });
  return removed;
}

Removed ContentStore::RemoveParts(base::Time before, int limit,
                                  const std::function<void(const base::Digest&)>& remove_file) {
  Removed removed;
  Change([&](sql::Connection& writer) {
    removed = intake::RemoveParts(writer, before, limit, remove_file);
  });
  return removed;
}

}  // namespace gongkai::intake
