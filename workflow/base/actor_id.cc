#include "workflow/base/actor_id.h"

#include <algorithm>

namespace gongkai::base {
namespace {

constexpr std::string_view kUser = "user/";
constexpr std::string_view kBot = "bot/";
constexpr std::string_view kService = "service/";

bool IsName(std::string_view name) {
  const auto is_legal = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !name.empty() && name.size() <= ActorId::kMostName && name.front() != '-' &&
         std::ranges::all_of(name, is_legal);
}

}  // namespace

std::optional<ActorId> ActorId::Parse(std::string_view text) {
  for (const std::string_view kind : {kUser, kBot, kService}) {
    if (text.starts_with(kind) && IsName(text.substr(kind.size()))) return ActorId(text);
  }
  return std::nullopt;
}

ActorId ActorId::OfService(std::string_view service) {
  return ActorId(std::string(kService).append(service));
}

ActorKind ActorId::kind() const {
  if (text_.starts_with(kUser)) return ActorKind::kUser;
  if (text_.starts_with(kService)) return ActorKind::kService;
  return ActorKind::kBot;
}

}  // namespace gongkai::base
