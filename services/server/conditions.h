// Whether there is room on the disk, as this process's health tells others.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "services/server/health.h"

namespace gongkai::server {

// Looks twice a second. While less than 1 MiB is free below `data`, `health` says NOT_SERVING of
// the services that write there: their changes are refused with DISK_FULL, though they go on to
// answer reads. Says SERVING again when there is room.
class DiskHealth {
 public:
  // `services` are full names, "gongkai.intake.v1.IntakeService". `health` must outlive this.
  DiskHealth(Health& health, std::filesystem::path data, std::vector<std::string> services);

 private:
  void Run(const std::stop_token& stop);

  Health& health_;
  const std::filesystem::path data_;
  const std::vector<std::string> services_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace gongkai::server
