// What must hold for a process to do all of its work, as its health tells others. A service may
// need several of them.
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "services/server/health.h"

namespace gongkai::server {

// While it does not hold, health says NOT_SERVING of `services`, given by the names that health
// knows them by, "gongkai.intake.v1.IntakeService".
struct Condition {
  std::function<bool()> holds;  // called twice a second; must not throw
  std::vector<std::string> services;
  std::string lost;   // what the log says when it holds no longer
  std::string again;  // and when it does again
};

// Returns the condition that at least 1 MiB is free below `data`. The services that write there
// refuse changes with DISK_FULL meanwhile, though they go on to answer reads.
Condition RoomBelow(const std::filesystem::path& data, std::vector<std::string> services);

// Looks at each condition twice a second.
class Conditions {
 public:
  // `health` must outlive this.
  Conditions(Health& health, std::vector<Condition> conditions);

 private:
  void Run(const std::stop_token& stop);
  // Returns whether all that the service needs held when it was looked at last.
  bool MayServe(const std::string& service) const;

  Health& health_;
  const std::vector<Condition> conditions_;
  std::vector<bool> held_;  // by condition; for the thread alone
  std::jthread thread_;     // last: it uses all of the above
};

}  // namespace gongkai::server
