// The threads that run handlers. gRPC's own threads must never block, and a store blocks; so a
// handler hands its work to an Executor and returns at once. Callers who wait have their turns one
// after the other: however much one asks for, another's call waits for what is running only.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "workflow/base/fair_queue.h"

namespace gongkai::server {

// Safe to use from any thread. Each service has its own: two that shared one would starve each
// other as soon as one calls the other.
class Executor {
 public:
  struct Options {
    int threads = 8;
    std::size_t queue = 256;  // how much may wait; of one caller: see FairQueue::MayPush
  };

  explicit Executor(const Options& options);
  ~Executor();  // runs what is queued, then joins its threads

  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Queues `work`, which must not throw, to run for `caller` on one of the threads; false, and
  // nothing is queued, when too much waits already, of this caller or in all, or the executor is
  // ending.
  [[nodiscard]] bool TryPost(std::string_view caller, std::function<void()> work);

 private:
  void Work();

  std::mutex mutex_;
  std::condition_variable ready_;
  FairQueue<std::function<void()>> queue_;  // guarded by mutex_
  bool stopping_ = false;                   // guarded by mutex_
  std::vector<std::jthread> threads_;       // last: they use all of the above
};

}  // namespace gongkai::server
