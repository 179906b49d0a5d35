// Contents, found by their digest, in this service's own database.
#pragma once

#include <condition_variable>
#include <exception>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "services/storage/database.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// The bytes of a content, made once. They are what is stored, hashed and handed out, and are never
// made again from a parsed message.
struct SealedContent {
  std::string sha256;  // of the bytes, in hex: the content digest
  std::string bytes;
  std::vector<std::string> parts;  // digests of the text, unless it is empty, and of the attachments
};

// Which report had which content before its newest edit.
struct Revision {
  std::string_view report;  // "reports/…"
  std::string_view sha256;
};

// Any thread may use it. Nothing in it is ever changed or removed: the database refuses that too.
// Throws storage::Error if the disk fails.
class ContentStore {
 public:
  // Opens `intake.db` in `folder`, which exists. Throws storage::OpenError if another process has
  // it.
  explicit ContentStore(const std::filesystem::path& folder);

  // Returns when the content is on disk, together with the note that `replaced` was a content of
  // its report. Calls at the same time share one flush. What is there already stays: if this
  // throws, it may be done again, whether it took effect or not.
  void Put(const SealedContent& content);
  void Put(const SealedContent& content, const Revision& replaced);

  // The bytes whose digest this is; CONTENT_CORRUPT if they are gone or are not those any more.
  Result<std::string> Get(std::string_view sha256);

  // Whether a Put has noted this.
  bool Has(const Revision& revision);

 private:
  struct Job {
    const SealedContent& content;
    const Revision* replaced;
    bool done = false;
    std::exception_ptr failure;
  };

  void Put(Job job);
  void Write(const std::vector<Job*>& group);

  storage::Database database_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Job*> waiting_;  // guarded by mutex_
  bool writing_ = false;       // guarded by mutex_: somebody uses database_.writer()
};

}  // namespace gongkai::intake
