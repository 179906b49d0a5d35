// The head of the log, kept in a file beside the database. A database whose newest transactions
// were lost, by a flipped bit in its write-ahead log or by a disk that lied, is sound in itself;
// only what was remembered elsewhere tells.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "workflow/merkle/hash.h"

namespace gongkai::workflow {

struct LogHead {
  std::uint64_t size = 0;
  merkle::Hash root{};

  friend bool operator==(const LogHead&, const LogHead&) = default;
};

// Two places in turn, each with a check sum, so that a write that was torn leaves the one before.
// What was written survives the end of the process at once, and a loss of power after a second at
// the latest.
class HeadFile {
 public:
  // Opens the file, or makes it, readable by its owner only. Throws std::system_error.
  explicit HeadFile(const std::filesystem::path& file);
  ~HeadFile();

  HeadFile(const HeadFile&) = delete;
  HeadFile& operator=(const HeadFile&) = delete;

  // Returns the newest head that the file held when it was opened; nothing for a new file.
  const std::optional<LogHead>& kept() const { return kept_; }

  // Keeps the head in place of the last one but one. One thread at a time. Throws
  // std::system_error.
  void Keep(const LogHead& head);

 private:
  void SyncEverySecond(const std::stop_token& stop);

  int descriptor_;
  std::optional<LogHead> kept_;
  int next_place_ = 0;
  std::atomic<bool> unsynced_ = false;
  std::jthread syncing_;  // last: it uses all of the above
};

}  // namespace gongkai::workflow
