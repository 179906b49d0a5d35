#include "services/server/disk_health.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <system_error>
#include <utility>

namespace gongkai::server {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{500};
constexpr std::uintmax_t kRoomBytes = 1 << 20;

// A disk that cannot be asked is not full: what is wrong with it, the next write tells.
bool HasRoom(const std::filesystem::path& data) {
  std::error_code error;
  const std::filesystem::space_info space = std::filesystem::space(data, error);
  return error || space.available >= kRoomBytes;
}

}  // namespace

DiskHealth::DiskHealth(Health& health, std::filesystem::path data,
                       std::vector<std::string> services)
    : health_(health),
      data_(std::move(data)),
      services_(std::move(services)),
      thread_([this](const std::stop_token& stop) { Run(stop); }) {}

void DiskHealth::Run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  bool had_room = true;
  while (!stop.stop_requested()) {
    if (const bool has_room = HasRoom(data_); has_room != had_room) {
      had_room = has_room;
      spdlog::log(has_room ? spdlog::level::info : spdlog::level::err, "{} below {}",
                  has_room ? "there is room again" : "the disk is full: changes are refused",
                  data_.string());
      for (const std::string& service : services_) health_.SetServing(service, has_room);
    }
    stopped.wait_for(lock, stop, kBetweenLooks, [] { return false; });
  }
}

}  // namespace gongkai::server
