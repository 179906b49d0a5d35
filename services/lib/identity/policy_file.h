// The policy in force, kept up to date with its file.
#pragma once

#include <filesystem>
#include <memory>

#include "services/lib/identity/policy.h"
#include "services/lib/runtime/watched_file.h"
#include "workflow/error/result.h"

namespace gongkai::identity {

// Holds the policy in force and follows the changes of its file. Thread-safe.
using PolicyFile = runtime::WatchedFile<Policy>;

// Reads the file and starts to follow its changes. Errors: INVALID_FIELD (the file cannot be used).
// Without a good policy, a process does not start.
//
//   const auto file = OpenPolicy(path);
//   if (!file) return file.error();
//   const std::shared_ptr<const Policy> policy = (*file)->current();
Result<std::unique_ptr<PolicyFile>> OpenPolicy(std::filesystem::path path);

}  // namespace gongkai::identity
