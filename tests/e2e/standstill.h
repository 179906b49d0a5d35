// A process that stands still, and what piles up before it.
#pragma once

#include <grpcpp/support/status.h>
#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/e2e/cluster.h"

namespace gongkai::e2e {

// While it lives, the process does nothing (SIGSTOP): who calls it waits.
class Standstill {
 public:
  Standstill(const Cluster& cluster, Service service);
  ~Standstill();

  Standstill(const Standstill&) = delete;
  Standstill& operator=(const Standstill&) = delete;

 private:
  const pid_t pid_;
};

// Many calls to intake at once, each of which makes one to workflow.
class Backlog {
 public:
  Backlog();
  ~Backlog();  // waits for all

  // Starts `count` calls that get `report`.
  void Add(Cluster& cluster, const std::string& who, const std::string& report, int count);
  // Starts `count` calls that would withdraw `report`, were they not only to be checked.
  void AddChanges(Cluster& cluster, const std::string& who, const std::string& report, int count);
  // The refusals so far.
  std::vector<grpc::Status> Refusals() const;
  // Waits for all.
  void Wait();
  int succeeded() const;

 private:
  struct Calls;
  std::shared_ptr<Calls> calls_;
};

// Lets more calls pile up in intake than it queues, and goes on when one is refused. All refusals;
// every other call has succeeded, or it throws.
std::vector<grpc::Status> Overload(Cluster& cluster, const std::string& report);

}  // namespace gongkai::e2e
