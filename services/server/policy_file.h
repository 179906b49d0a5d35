// The policy in force, kept up to date with its file. A changed file takes effect within two
// seconds; one that does not parse is logged once and leaves the last good policy in force.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <utility>

#include "services/server/file_watch.h"
#include "services/server/policy.h"
#include "services/server/signal.h"
#include "workflow/error/result.h"

namespace gongkai::server {

// Safe for concurrent use by many threads.
class PolicyFile {
 public:
  // Reads the file; the error is why it cannot be used. There is no policy to start without.
  static Result<std::unique_ptr<PolicyFile>> Open(std::filesystem::path path);

  // The policy in force, never null. Cheap: ask anew for each call, and keep the answer for the
  // length of it, so that one call is judged by one policy.
  std::shared_ptr<const Policy> current() const;

  // Calls `changed`, on a thread of this object, after each change of the policy in force; see
  // Signal. It may ask current().
  Signal::Subscription OnChange(Signal::Wake changed) const {
    return changes_.Subscribe(std::move(changed));
  }

 private:
  PolicyFile(std::filesystem::path path, FileWatch watch, Policy policy);

  static Result<Policy> Read(const std::filesystem::path& path);
  void Reread();

  const std::filesystem::path path_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Policy> current_;  // guarded by mutex_
  mutable Signal changes_;                 // its value is the number of changes
  FileWatch watch_;                        // last: it calls Reread
};

}  // namespace gongkai::server
