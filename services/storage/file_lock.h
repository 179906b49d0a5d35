// The right to write one database file, held by one process at a time.
#pragma once

#include <filesystem>

namespace gongkai::storage {

class FileLock {
 public:
  // Locks `<file>.lock`, which is left in place for ever, and writes our process id into it
  // if there is room.
  // Throws OpenError, naming the holder, if the lock is held: by another process or in this one.
  // The kernel lets go of it when the process ends, however it ends.
  explicit FileLock(const std::filesystem::path& file);
  ~FileLock();

  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace gongkai::storage
