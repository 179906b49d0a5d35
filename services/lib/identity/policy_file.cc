#include "services/lib/identity/policy_file.h"

#include <spdlog/spdlog.h>

#include <exception>
#include <utility>

#include "services/lib/runtime/small_file.h"
#include "workflow/error/errors.h"

namespace gongkai::identity {

Result<std::unique_ptr<PolicyFile>> PolicyFile::Open(std::filesystem::path path) {
  runtime::FileWatch watch({path});
  Result<Policy> policy = Read(path);
  if (!policy) return policy.error();
  return std::unique_ptr<PolicyFile>(
      new PolicyFile(std::move(path), std::move(watch), *std::move(policy)));
}

PolicyFile::PolicyFile(std::filesystem::path path, runtime::FileWatch watch, Policy policy)
    : path_(std::move(path)),
      current_(std::make_shared<const Policy>(std::move(policy))),
      watch_(std::move(watch)) {
  watch_.Start([this] {
    Reread();
    return true;
  });
}

std::shared_ptr<const Policy> PolicyFile::current() const {
  const MutexLock lock(mutex_);
  return current_;
}

Result<Policy> PolicyFile::Read(const std::filesystem::path& path) try {
  const Result<std::string> yaml = runtime::ReadSmallFile(path);
  if (!yaml) return yaml.error();
  Result<Policy> policy = Policy::Parse(*yaml);
  if (!policy) {
    Error error = std::move(policy).error();
    error.message = path.string() + ": " + error.message;
    return error;
  }
  return policy;
} catch (const std::exception& failure) {
  // Whatever a library throws over a file, the policy in force stays.
  return errors::InvalidFile(path.string(), failure.what());
}

void PolicyFile::Reread() {
  Result<Policy> policy = Read(path_);
  if (!policy) {
    spdlog::error("The new policy is refused, the last one stays in force: {}",
                  policy.error().message);
    return;
  }
  auto next = std::make_shared<const Policy>(*std::move(policy));
  spdlog::info("{}: a new policy is in force, {} identities.", path_.string(),
               next->identities().size());
  {
    const MutexLock lock(mutex_);
    current_.swap(next);
  }
  changes_.Advance(changes_.value() + 1);
}

}  // namespace gongkai::identity
