// The directory in which a process keeps its own data.
#pragma once

#include <filesystem>
#include <utility>

#include "services/lib/runtime/descriptor.h"
#include "workflow/error/result.h"

namespace gongkai::runtime {

// Locks the data directory of a process, so that only one process uses it. The lock is held until
// the destructor. Take the lock before anything in the directory is read or written: a process that
// is refused has then changed nothing.
class DataDirectory {
 public:
  // Locks `path`, which must be an existing directory. The kernel releases the lock when the
  // process ends, however the process ends. Nothing is written, so a full disk does not matter.
  // Errors: INVALID_FIELD.
  // INVALID_FIELD means that the directory belongs to another user, that others may enter the
  // directory, that another process holds the lock, or that the directory cannot be opened. In the
  // first two cases, the message holds the command that repairs the directory.
  static Result<DataDirectory> Take(const std::filesystem::path& path);

 private:
  explicit DataDirectory(Descriptor directory) : directory_(std::move(directory)) {}

  Descriptor directory_;
};

}  // namespace gongkai::runtime
