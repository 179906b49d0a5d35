// How calls went while processes were killed.
#pragma once

#include <grpcpp/support/status.h>

#include <map>
#include <mutex>
#include <string>

namespace gongkai::fault {

struct Tally {
  int answered = 0;
  int interrupted = 0;  // the process that was to answer, or one behind it, went away meanwhile
  int late = 0;         // no answer came before the deadline
};

// By kind of call. Any thread.
class Tallies {
 public:
  void Add(const std::string& kind, grpc::StatusCode code) {
    const std::scoped_lock lock(mutex_);
    Tally& tally = by_kind_[kind];
    if (code == grpc::StatusCode::OK) ++tally.answered;
    if (code == grpc::StatusCode::UNAVAILABLE) ++tally.interrupted;
    if (code == grpc::StatusCode::DEADLINE_EXCEEDED) ++tally.late;
  }

  std::map<std::string, Tally> by_kind() const {
    const std::scoped_lock lock(mutex_);
    return by_kind_;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Tally> by_kind_;  // guarded by mutex_
};

}  // namespace gongkai::fault
