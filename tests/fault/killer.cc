#include "tests/fault/killer.h"

#include <sys/wait.h>

#include <chrono>
#include <stdexcept>
#include <thread>

#include "tests/e2e/process.h"

namespace gongkai::fault {
namespace {

bool HasEnded(pid_t pid) {
  siginfo_t info{};
  waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT);
  return info.si_pid != 0;
}

}  // namespace

void Killer::KillOne() {
  using e2e::Service;
  constexpr Service kTargets[] = {Service::kWorkflow, Service::kWorkflow, Service::kWorkflow,
                                  Service::kIntake,   Service::kReview,   Service::kPublish};
  const Service service = kTargets[Upto(5)];
  if (Upto(4) > 0) cluster_.WaitUntilServing(service);
  std::this_thread::sleep_for(std::chrono::milliseconds(Upto(500)));
  if (HasEnded(cluster_.Pid(service))) {
    throw std::runtime_error(e2e::NameOf(service) +
                             " ended by itself: " + e2e::ReadFile(cluster_.Log(service)));
  }
  cluster_.Kill(service);
  cluster_.Start(service);
  ++kills_[service];
}

int Killer::kills() const {
  int sum = 0;
  for (const auto& [service, count] : kills_) sum += count;
  return sum;
}

int Killer::kills(e2e::Service service) const {
  const auto found = kills_.find(service);
  return found == kills_.end() ? 0 : found->second;
}

}  // namespace gongkai::fault
