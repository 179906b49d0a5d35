// The conditions that must hold for a process to do all of its work. Health reports whether the
// conditions hold. A service may need several conditions.
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "services/lib/rpc/health.h"

namespace gongkai::rpc {

// One condition and the services that need it. While the condition does not hold, health reports
// NOT_SERVING for `services`. The names are those that health uses, such as
// "gongkai.intake.v1.IntakeService".
struct Condition {
  std::function<bool()> holds;  // called twice a second; must not throw
  std::vector<std::string> services;
  std::string lost;   // logged when the condition ceases to hold
  std::string again;  // logged when the condition holds again
};

// Returns the condition that at least 1 MiB is free below `data`. While less is free, the services
// that write there refuse changes with DISK_FULL, but still answer reads. The condition also holds
// if the free space cannot be read.
Condition RoomBelow(const std::filesystem::path& data, std::vector<std::string> services);

// Reports conditions as health. Checks each condition twice a second, on a thread of this object.
class Conditions {
 public:
  // `health` must outlive this.
  Conditions(Health& health, std::vector<Condition> conditions);

 private:
  void Run(const std::stop_token& stop);
  // Returns whether all conditions of the service held at the last check.
  bool MayServe(const std::string& service) const;

  Health& health_;
  const std::vector<Condition> conditions_;
  std::vector<bool> held_;  // by condition; used by the thread only
  std::jthread thread_;     // last: uses all members above
};

}  // namespace gongkai::rpc
