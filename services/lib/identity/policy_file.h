// The policy in force, kept up to date with its file.
#pragma once

#include <filesystem>
#include <memory>
#include <utility>

#include "services/lib/identity/policy.h"
#include "services/lib/runtime/file_watch.h"
#include "services/lib/runtime/growing.h"
#include "workflow/base/mutex.h"
#include "workflow/base/thread_annotations.h"
#include "workflow/error/result.h"

namespace gongkai::identity {

// Holds the policy in force and follows the changes of its file. A changed file takes effect within
// two seconds. A file that does not parse is logged once, and the last good policy stays in force.
// Thread-safe.
//
//   const auto file = PolicyFile::Open(path);
//   if (!file) return file.error();
//   const std::shared_ptr<const Policy> policy = (*file)->current();
class PolicyFile {
 public:
  // Reads the file and starts to follow the changes of the file. Errors: INVALID_FIELD (the file
  // cannot be used). Without a good policy, a process does not start.
  static Result<std::unique_ptr<PolicyFile>> Open(std::filesystem::path path);

  // Returns the policy in force, never null, at little cost. Call current() once for each
  // decision and keep the result until it is made, so that one policy judges the whole of it.
  std::shared_ptr<const Policy> current() const;

  // Calls `changed` on a thread of this object, after each change of the policy in force, by the
  // rules of GrowingValue::Subscribe. `changed` may call current().
  runtime::GrowingValue::Subscription OnChange(runtime::GrowingValue::Wake changed) const {
    return changes_.Subscribe(std::move(changed));
  }

 private:
  PolicyFile(std::filesystem::path path, runtime::FileWatch watch, Policy policy);

  static Result<Policy> Read(const std::filesystem::path& path);
  void Reread();

  const std::filesystem::path path_;
  mutable Mutex mutex_;
  std::shared_ptr<const Policy> current_ GUARDED_BY(mutex_);
  mutable runtime::GrowingValue changes_;  // its value is the number of changes
  runtime::FileWatch watch_;               // last: calls Reread
};

}  // namespace gongkai::identity
