// The head of the log, kept in a file beside the database. A flipped bit in the write-ahead log, or
// a disk that lied, can lose the newest transactions of a database. The shorter database is sound
// in itself: only a head that is kept elsewhere shows the loss.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "workflow/merkle/tree.h"

namespace gongkai::workflow {

// Keeps the newest head of the log on disk. The file has two slots, written in turn, each with a
// checksum: after a torn write, the other slot still has the head before. A kept head survives the
// end of the process at once, and a loss of power about a second later.
class HeadFile {
 public:
  // Opens or creates the file, which only its owner can read. Throws std::system_error.
  explicit HeadFile(const std::filesystem::path& file);
  ~HeadFile();

  HeadFile(const HeadFile&) = delete;
  HeadFile& operator=(const HeadFile&) = delete;

  // Returns the head that the file held when it was opened: the larger head of the two slots.
  // Returns nullopt if no slot held a head, as in a new file.
  const std::optional<merkle::TreeHead>& kept() const { return kept_; }

  // Writes the head into the slot with the older head. One thread at a time. Throws
  // std::system_error.
  void Keep(const merkle::TreeHead& head);

  // Writes the head into both slots: a larger head of before would count at the next start. One
  // thread at a time. Throws std::system_error.
  void Replace(const merkle::TreeHead& head);

 private:
  void SyncEverySecond(const std::stop_token& stop);

  int descriptor_;
  std::optional<merkle::TreeHead> kept_;
  int next_place_ = 0;
  std::atomic<bool> unsynced_ = false;
  std::jthread syncing_;  // last: uses all members above
};

}  // namespace gongkai::workflow
