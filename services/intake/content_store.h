// Contents and their bodies, found by their digests, in this service's own database.
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

#include "services/intake/deposit.h"
#include "services/intake/loose.h"
#include "services/storage/database.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Which report had which content before its newest edit.
struct Revision {
  std::string_view report;  // "reports/…"
  std::string_view sha256;
};

// Thread-safe. What the ledger names is never changed or removed: the database refuses that too.
// Throws storage::Error if the disk fails.
class ContentStore {
 public:
  // While it lives, the content that was put is not removed.
  class [[nodiscard]] Hold {
   public:
    Hold(Hold&& other) noexcept
        : store_(std::exchange(other.store_, nullptr)), sha256_(std::move(other.sha256_)) {}
    Hold& operator=(Hold&&) = delete;
    ~Hold() {
      if (store_ != nullptr) store_->Release(sha256_);
    }

   private:
    friend class ContentStore;
    Hold(ContentStore* store, std::string sha256) : store_(store), sha256_(std::move(sha256)) {}

    ContentStore* store_;
    std::string sha256_;
  };

  // Opens `intake.db` in `folder`, which exists. Throws storage::OpenError if another process has
  // it.
  explicit ContentStore(const std::filesystem::path& folder);

  // Returns when all of the deposit is on disk but the attachment's file. Hold what is returned
  // until the ledger has answered. Calls at the same time share one flush. If this throws, it may
  // be done again, whether it took effect or not. Errors: QUOTA_EXCEEDED.
  Result<Hold> Put(const Deposit& deposit, std::int64_t quota_bytes);

  // Whether Put would find room for it now.
  Status Fits(const Deposit& deposit, std::int64_t quota_bytes);

  // The bytes whose digest this is; CONTENT_CORRUPT if they are gone or are not those any more.
  Result<std::string> Get(std::string_view sha256);
  Result<std::string> GetBody(std::string_view sha256);

  // Whether a Put has noted this.
  bool Has(const Revision& revision);

  // See loose.h. RemoveContent leaves what is held.
  Followed FollowedTo();
  void Keep(const std::vector<std::string>& contents, const Followed& followed);
  std::vector<LooseContent> FindLoose(std::int64_t before_us, int limit);
  Removed RemoveContents(const std::vector<std::string>& contents, std::int64_t before_us);
  Removed RemoveParts(std::int64_t before_us, int limit,
                      const std::function<void(const std::string&)>& remove_file);

 private:
  struct Job {
    const Deposit& deposit;
    std::int64_t quota_bytes;
    bool done = false;
    Status outcome;
    std::exception_ptr failure;
  };

  Result<std::string> Read(std::string_view query, std::string_view what, std::string_view sha256);
  void Write(const std::vector<Job*>& group);
  // Runs `work` in a transaction of its own while nobody else writes.
  void Alone(const std::function<void(storage::Connection&)>& work);
  void Release(const std::string& sha256);

  storage::Database database_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Job*> waiting_;        // guarded by mutex_
  bool writing_ = false;             // guarded by mutex_: somebody uses database_.writer()
  std::multiset<std::string> held_;  // guarded by mutex_
};

}  // namespace gongkai::intake
