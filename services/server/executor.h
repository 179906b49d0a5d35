// The threads that run handlers. gRPC's own threads must never block, and a store blocks; so a
// handler hands its work to an Executor and returns at once.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace gongkai::server {

// Safe to use from any thread. Each service has its own: two that shared one would starve each
// other as soon as one calls the other.
class Executor {
 public:
  struct Options {
    int threads = 8;
    std::size_t queue = 256;  // work waiting past this is refused
  };

  explicit Executor(Options options);
  ~Executor();  // runs what is queued, then joins its threads

  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Queues `work`, which must not throw, to run on one of the threads; false, and nothing is
  // queued, when too much waits already or the executor is ending.
  [[nodiscard]] bool TryPost(std::function<void()> work);

 private:
  void Work();

  const Options options_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::function<void()>> queue_;  // guarded by mutex_
  bool stopping_ = false;                    // guarded by mutex_
  std::vector<std::jthread> threads_;        // last: they use all of the above
};

}  // namespace gongkai::server
