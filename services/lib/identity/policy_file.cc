#include "services/lib/identity/policy_file.h"

#include <utility>

namespace gongkai::identity {

Result<std::unique_ptr<PolicyFile>> OpenPolicy(std::filesystem::path path) {
  return PolicyFile::Open(std::move(path), "policy", Policy::Parse);
}

}  // namespace gongkai::identity
