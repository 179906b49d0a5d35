#include "services/lib/runtime/open_connections.h"

#include <spdlog/spdlog.h>

#include <set>
#include <utility>

namespace gongkai::runtime {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds kTellEvery(60);

}  // namespace

std::vector<std::int64_t> OpenConnections::Add(const std::vector<std::int64_t>& ids) {
  std::vector<std::int64_t> refused;
  bool all_are_open = false;  // the list of all connections is long: it is read once
  for (const std::int64_t id : ids) {
    const std::optional<std::string> owner = owner_of_(id);
    if (!owner || TryAdd(id, *owner)) continue;
    if (!std::exchange(all_are_open, true)) {
      ForgetTheEnded();
      if (TryAdd(id, *owner)) continue;
    }
    refused.push_back(id);
    Tell(*owner);
  }
  return refused;
}

bool OpenConnections::TryAdd(std::int64_t id, const std::string& owner) {
  Result<Slots::Slot> slot = slots_.TryTake(owner);
  if (!slot) return false;
  open_.emplace(id, *std::move(slot));
  return true;
}

void OpenConnections::ForgetTheEnded() {
  std::set<std::int64_t> open;
  for (const Transport& each : established_(0)) open.insert(each.id);
  std::erase_if(open_, [&](const auto& each) { return !open.contains(each.first); });
}

void OpenConnections::Tell(const std::string& owner) {
  const auto now = steady_clock::now();
  if (told_ != steady_clock::time_point() && now - told_ < kTellEvery) return;
  told_ = now;
  spdlog::warn("new connections of {} are turned away: too many are open",
               owner.empty() ? "certificates that name nobody" : owner);
}

}  // namespace gongkai::runtime
