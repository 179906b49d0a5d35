#include "services/lib/rpc/conditions.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <system_error>
#include <utility>

namespace gongkai::rpc {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{500};
constexpr std::uintmax_t kRoomBytes = 1 << 20;

}  // namespace

Condition RoomBelow(const std::filesystem::path& data, std::vector<std::string> services) {
  // A disk that cannot be asked is not full: what is wrong with it, the next write tells.
  const auto has_room = [data] {
    std::error_code error;
    const std::filesystem::space_info space = std::filesystem::space(data, error);
    return error || space.available >= kRoomBytes;
  };
  return {.holds = has_room,
          .services = std::move(services),
          .lost = "the disk is full: changes are refused below " + data.string(),
          .again = "there is room again below " + data.string()};
}

Conditions::Conditions(Health& health, std::vector<Condition> conditions)
    : health_(health), conditions_(std::move(conditions)), held_(conditions_.size(), true) {
  for (const Condition& condition : conditions_) {
    for (const std::string& service : condition.services)
      health_.SetServing(service, /*serving=*/true);
  }
  thread_ = std::jthread([this](const std::stop_token& stop) { Run(stop); });
}

void Conditions::Run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  while (!stop.stop_requested()) {
    for (std::size_t i = 0; i < conditions_.size(); ++i) {
      const Condition& condition = conditions_[i];
      const bool holds = condition.holds();
      if (holds == held_[i]) continue;
      held_[i] = holds;
      spdlog::log(holds ? spdlog::level::info : spdlog::level::err, "{}",
                  holds ? condition.again : condition.lost);
      for (const std::string& service : condition.services) {
        health_.SetServing(service, MayServe(service));
      }
    }
    stopped.wait_for(lock, stop, kBetweenLooks, [] { return false; });
  }
}

bool Conditions::MayServe(const std::string& service) const {
  for (std::size_t i = 0; i < conditions_.size(); ++i) {
    const std::vector<std::string>& services = conditions_[i].services;
    if (!held_[i] && std::ranges::find(services, service) != services.end()) return false;
  }
  return true;
}

}  // namespace gongkai::rpc
