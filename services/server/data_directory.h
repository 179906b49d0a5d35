// The directory in which a process keeps what is its own.
#pragma once

#include <filesystem>
#include <utility>

#include "services/server/descriptor.h"
#include "workflow/error/result.h"

namespace gongkai::server {

// Held by one process at a time, and closed to everybody else. Take it before anything in the
// directory is read or written: a process that is refused has then changed nothing.
class DataDirectory {
 public:
  // Locks `path`, a directory that exists. The kernel lets go of it when the process ends, however
  // it ends. Nothing is written, so a full disk is no hindrance. Errors: INVALID_FIELD, with the
  // command that mends it, when the directory is another user's or others may enter it; when
  // another process holds it; when it cannot be opened.
  static Result<DataDirectory> Take(const std::filesystem::path& path);

 private:
  explicit DataDirectory(Descriptor directory) : directory_(std::move(directory)) {}

  Descriptor directory_;
};

}  // namespace gongkai::server
