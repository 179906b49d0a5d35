// Stores contents and their bodies in this service's own database, found by their digests.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/intake/content/deposit.h"
#include "services/intake/content/loose.h"
#include "services/intake/content/purge.h"
#include "services/lib/sql/database.h"
#include "workflow/base/digest.h"
#include "workflow/base/time.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Names a content that a report had before an edit replaced the content.
struct Revision {
  std::string_view report;  // "reports/…"
  const base::Digest& digest;
};

// Stores contents and bodies, and finds them by digest. A content that the ledger names is never
// changed, and is removed only if it is purged: triggers in the database refuse all else.
// Thread-safe. Throws sql::Error if the disk fails or is full.
//
//   Result<ContentStore::Hold> hold = store.Put(deposit, quota_bytes);
//   if (!hold) return hold.error();
//   // Keep `hold` until the ledger has answered to the command that names the content.
//   Result<std::string> bytes = store.Get(deposit.content.digest);
class ContentStore {
 public:
  // Keeps the content of a Put from being removed. The destructor ends that. The ContentStore must
  // outlive the Hold.
  class [[nodiscard]] Hold {
   public:
    Hold(Hold&& other) noexcept
        : store_(std::exchange(other.store_, nullptr)), digest_(other.digest_) {}
    Hold& operator=(Hold&&) = delete;
    ~Hold() {
      if (store_ != nullptr) store_->Release(digest_);
    }

   private:
    friend class ContentStore;
    Hold(ContentStore* store, const base::Digest& digest) : store_(store), digest_(digest) {}

    ContentStore* store_;
    base::Digest digest_;
  };

  // Opens `intake.db` in `folder`, which must exist. Throws sql::OpenError if another process
  // uses the file, or if its schema is not the one of this program.
  explicit ContentStore(const std::filesystem::path& folder);

  // Stores the deposit and blocks until it is on disk, except the file of the attachment. Returns a
  // Hold, which the caller keeps until the ledger has answered. `quota_bytes` is the limit of the
  // department; 0 means no limit. Concurrent calls share one flush. Idempotent: may be retried
  // after an exception.
  // Errors: CONTENT_PURGED (of the content, or of the body or the attachment that the deposit brings),
  // QUOTA_EXCEEDED.
  Result<Hold> Put(const Deposit& deposit, std::int64_t quota_bytes);

  // Checks that Put would store the deposit now. Stores nothing.
  // Errors: those of Put.
  Status Fits(const Deposit& deposit, std::int64_t quota_bytes);

  // Returns the bytes of the content, or of the body, with this digest.
  // Errors: CONTENT_PURGED, CONTENT_CORRUPT (the bytes are missing or no longer have the digest).
  Result<std::string> Get(const base::Digest& digest);
  Result<std::string> GetBody(const base::Digest& digest);

  // Returns true if a Put has stored this revision.
  bool Has(const Revision& revision);

  // Calls the function of the same name in purge.h. Whoever reads or stores bytes beside this store must
  // call CheckNotPurged after that, and not before: a purge is noted before any of its bytes go.
  Status CheckNotPurged(const base::Digest& digest);
  void NotePurged(const Purge& purge);
  std::vector<base::Digest> AllPurged();
  Followed PurgesFollowedTo();
  void StorePurgesFollowed(const Followed& followed);

  // Removes all rows with these digests, which are noted as purged, and stores how far the ledger has been
  // followed. Returns what was removed. What is removed is overwritten in intake.db, but may stay in its
  // write-ahead log until EmptyLog.
  Removed RemovePurged(const std::vector<base::Digest>& digests, const Followed& followed);
  // Calls sql::Database::EmptyLog while no other thread writes.
  bool EmptyLog();

  // Calls the function of the same name in loose.h; RemoveContents calls RemoveContent for each
  // content of the list, except those that a Hold keeps.
  Followed FollowedTo();
  void Keep(const std::vector<base::Digest>& contents, const Followed& followed);
  std::vector<LooseContent> FindLoose(base::Time before, int limit);
  Removed RemoveContents(const std::vector<base::Digest>& contents, base::Time before);
  Removed RemoveParts(base::Time before, int limit,
                      const std::function<void(const base::Digest&)>& remove_file);

 private:
  // Represents one Put that waits for a thread to write its deposit.
  struct Job {
    const Deposit& deposit;
    std::int64_t quota_bytes;
    bool done = false;
    Status outcome;
    std::exception_ptr failure;
  };

  // Returns the bytes that `query` finds. `what` names the kind of bytes in an error.
  // Errors: CONTENT_PURGED, CONTENT_CORRUPT.
  Result<std::string> Read(std::string_view query, base::BilingualView what,
                           const base::Digest& digest);
  // Writes all deposits of the group in one transaction, and sets the outcome of each job.
  void Write(const std::vector<Job*>& group);
  // Runs `work` while no other thread writes.
  void Alone(const std::function<void()>& work);
  // Runs `work` in its own transaction, while no other thread writes.
  void Change(const std::function<void(sql::Connection&)>& work);
  void Release(const base::Digest& digest);

  sql::Database database_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Job*> waiting_;         // Guarded by mutex_.
  bool writing_ = false;              // Guarded by mutex_. True: a thread uses database_.writer().
  std::multiset<base::Digest> held_;  // Guarded by mutex_.
};

}  // namespace gongkai::intake
