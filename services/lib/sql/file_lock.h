// A lock that lets one process at a time write a database file.
#pragma once

#include <filesystem>

namespace gongkai::sql {

// Holds the right to write one database file, until the lock is destroyed or the process ends.
class FileLock {
 public:
  // Locks `<file>.lock` and writes our process id into the lock file if the disk has room. The lock
  // file is never removed. The kernel releases the lock when the process ends, however the process
  // ends. Throws OpenError, which names the process id of the holder, if another process or this
  // one holds the lock. Throws DiskError if the lock file cannot be opened or locked.
  explicit FileLock(const std::filesystem::path& file);
  ~FileLock();

  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace gongkai::sql
