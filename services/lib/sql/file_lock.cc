#include "services/lib/sql/file_lock.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <system_error>

#include "services/lib/sql/error.h"

namespace gongkai::sql {
namespace {

[[noreturn]] void ThrowErrno(const std::filesystem::path& lock) {
  throw DiskError(SQLITE_CANTOPEN, lock.string() + ": " + std::generic_category().message(errno));
}

// The process id in the lock file; one that had no room to be written is not known.
std::string ReadHolder(int descriptor) {
  std::array<char, 32> text;
  const ssize_t size = pread(descriptor, text.data(), text.size(), 0);
  return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : "(unknown)";
}

}  // namespace

// flock rather than fcntl: its lock goes with the open file, so no other code that opens and
// closes the same file lets go of it.
FileLock::FileLock(const std::filesystem::path& file) {
  const std::filesystem::path lock = file.string() + ".lock";
  descriptor_ = open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor_ < 0) ThrowErrno(lock);
  if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    const bool held = errno == EWOULDBLOCK;
    const std::string holder = ReadHolder(descriptor_);
    close(descriptor_);
    if (!held) ThrowErrno(lock);
    throw OpenError(SQLITE_BUSY, file.string() + " is open for writing in process " + holder +
                                     "; only one process may write it");
  }
  // Only for the message above, so a disk without room for it is no hindrance.
  const std::string id = std::to_string(getpid());
  if (ftruncate(descriptor_, 0) != 0 || pwrite(descriptor_, id.data(), id.size(), 0) < 0) return;
}

FileLock::~FileLock() { close(descriptor_); }

}  // namespace gongkai::sql
