#include "services/lib/identity/policy.h"

#include <algorithm>

namespace gongkai::identity {
namespace {

constexpr std::size_t kMaxNameBytes = 63;

}  // namespace

std::optional<Kind> KindOf(std::string_view id) {
  const std::size_t slash = id.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string_view name = id.substr(slash + 1);
  const auto legal = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  if (name.empty() || name.size() > kMaxNameBytes || name.front() == '-' ||
      !std::ranges::all_of(name, legal)) {
    return std::nullopt;
  }
  const std::string_view kind = id.substr(0, slash);
  if (kind == "user") return Kind::kUser;
  if (kind == "bot") return Kind::kBot;
  if (kind == "service") return Kind::kService;
  return std::nullopt;
}

const Identity* Policy::Find(std::string_view id) const {
  const auto it = std::ranges::lower_bound(identities_, id, {}, &Identity::id);
  return it != identities_.end() && it->id == id ? &*it : nullptr;
}

}  // namespace gongkai::identity
