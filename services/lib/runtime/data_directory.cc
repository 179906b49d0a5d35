#include "services/lib/runtime/data_directory.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "workflow/error/errors.h"

namespace gongkai::runtime {
namespace {

constexpr mode_t kOfOthers = 0077;

Error Refuse(const std::filesystem::path& path, const std::string& why) {
  return errors::InvalidFile(path.string(), why);
}

Error RefuseByErrno(const std::filesystem::path& path) {
  return Refuse(path, "cannot be used: " + std::generic_category().message(errno) + ".");
}

}  // namespace

// flock rather than fcntl: its lock goes with the open file, so no other code that opens and closes
// the directory lets go of it.
Result<DataDirectory> DataDirectory::Take(const std::filesystem::path& path) {
  Descriptor directory(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  struct stat facts {};
  if (!directory.is_open() || fstat(directory.number(), &facts) != 0) return RefuseByErrno(path);
  if (facts.st_uid != geteuid()) {
    return Refuse(path, fmt::format("belongs to the user {}, and this process runs as the user {}; "
                                    "`chown -R {} '{}'` gives it to this one.",
                                    facts.st_uid, geteuid(), geteuid(), path.string()));
  }
  if ((facts.st_mode & kOfOthers) != 0) {
    return Refuse(path, fmt::format("other users may enter it (mode {:04o}), and it holds drafts "
                                    "and keys; `chmod 700 '{}'` closes it.",
                                    facts.st_mode & 07777, path.string()));
  }
  if (flock(directory.number(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return RefuseByErrno(path);
    return Refuse(path, "another process holds it; only one process may write it.");
  }
  return DataDirectory(std::move(directory));
}

}  // namespace gongkai::runtime
