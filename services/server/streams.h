// The open streams of one service: how many there may be, and the threads that read for them.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "services/server/executor.h"
#include "workflow/error/result.h"

namespace gongkai::server {

// Safe to use from any thread; must outlive the streams. Its threads are not those of unary calls,
// so that a thousand followers who wake at once hold up nobody who waits for an answer.
class Streams {
 public:
  struct Options {
    std::size_t limit = 1024;
    std::size_t limit_per_caller = 128;  // one client that leaks streams does not lock others out
    int threads = 2;
  };

  // One open stream. It has at most one task posted at a time.
  class [[nodiscard]] Slot {
   public:
    Slot(Slot&& other) noexcept
        : streams_(std::exchange(other.streams_, nullptr)), caller_(std::move(other.caller_)) {}
    Slot& operator=(Slot&&) = delete;
    ~Slot();

    // Runs `task`, which may block, on one of the threads.
    void Post(std::function<void()> task);

   private:
    friend class Streams;
    Slot(Streams* streams, std::string caller) : streams_(streams), caller_(std::move(caller)) {}

    Streams* streams_;
    std::string caller_;
  };

  explicit Streams(const Options& options);

  // TOO_MANY_STREAMS when as many are open as may be.
  Result<Slot> TryOpen(const std::string& caller);

 private:
  const Options options_;
  std::mutex mutex_;
  std::size_t open_ = 0;                           // guarded by mutex_
  std::map<std::string, std::size_t> per_caller_;  // guarded by mutex_
  Executor executor_;
};

}  // namespace gongkai::server
