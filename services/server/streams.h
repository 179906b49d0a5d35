// The open streams of one service: how many there may be, and the threads that read for them.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <utility>

#include "services/server/executor.h"
#include "services/server/slots.h"
#include "workflow/error/result.h"

namespace gongkai::server {

// Thread-safe. Must outlive the streams. Its threads are not those of unary calls, so that a
// thousand followers who wake at once hold up nobody who waits for an answer.
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
    // Runs `task`, which may block, on one of the threads.
    void Post(std::function<void()> task);

   private:
    friend class Streams;
    Slot(Streams* streams, Slots::Slot slot) : streams_(streams), slot_(std::move(slot)) {}

    Streams* streams_;
    Slots::Slot slot_;
  };

  explicit Streams(const Options& options);

  // Takes a slot by the rules of Slots::TryTake. Ask first whether the caller may have what the
  // stream is for. Errors: TOO_MANY_STREAMS.
  Result<Slot> TryOpen(std::string_view caller);

 private:
  Slots slots_;
  Executor executor_;
};

}  // namespace gongkai::server
