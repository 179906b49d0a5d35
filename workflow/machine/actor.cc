#include "workflow/machine/actor.h"

#include <algorithm>

namespace gongkai::machine {
namespace {

constexpr std::size_t kMaxNameBytes = 63;

}  // namespace

std::optional<ActorKind> KindOf(std::string_view id) {
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
  if (kind == "user") return ActorKind::kUser;
  if (kind == "bot") return ActorKind::kBot;
  if (kind == "service") return ActorKind::kService;
  return std::nullopt;
}

std::string_view Actor::Sender() const {
  if (IsService()) return service;
  return std::string_view(via).substr(via.rfind(',') + 1);  // npos + 1 is 0
}

}  // namespace gongkai::machine
