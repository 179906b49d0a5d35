// A stage service's traffic straight to the ledger: whole lives of reports, one change a call.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "tests/e2e/cluster.h"
#include "tests/fault/acknowledged.h"
#include "tests/fault/persistent.h"

namespace gongkai::fault {

class LedgerClerk {
 public:
  // `cluster` and `tallies` must outlive this.
  LedgerClerk(e2e::Cluster& cluster, Tallies& tallies, std::uint64_t seed);

  // Until `stop` is requested and the last life is finished. On a thread of its own.
  void Work(const std::stop_token& stop);

  // Any thread: how many changes were acknowledged, and how many of them only when asked again.
  int count() const { return count_; }
  int replayed() const { return replayed_; }

  // After Work has returned, as of Clerk.
  const std::vector<Acknowledged>& acknowledged() const { return acknowledged_; }
  const std::string& failure() const { return failure_; }

 private:
  void TakeThroughItsLife();

  Persistent client_;
  std::map<std::string, std::unique_ptr<workflow::v1::WorkflowService::Stub>> services_;
  std::vector<Acknowledged> acknowledged_;
  std::atomic<int> count_ = 0;
  std::atomic<int> replayed_ = 0;
  std::string failure_;
};

// Many of them at once, so that the ledger's batches are large.
class LedgerClerks {
 public:
  LedgerClerks(e2e::Cluster& cluster, int number, std::uint64_t seed);

  // How many changes were acknowledged so far, and how many of them only when asked again.
  int count() const;
  int replayed() const;

  // Waits until `more` have been acknowledged; false if one of them has ended, or it takes too
  // long.
  bool WaitFor(int more) const;

  // Lets each finish its report. What was acknowledged in all; fails the running test if one of
  // them was ended by an answer that there should not have been.
  std::vector<Acknowledged> Finish();

 private:
  Tallies tallies_;
  std::vector<std::unique_ptr<LedgerClerk>> clerks_;
  std::atomic<int> ended_ = 0;
  std::vector<std::jthread> threads_;  // last: they use all of the above
};

}  // namespace gongkai::fault
