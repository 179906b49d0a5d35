// The open streams of one service: the limit of their number, and the threads that read for them.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <utility>

#include "services/lib/runtime/executor.h"
#include "services/lib/runtime/slots.h"
#include "workflow/error/result.h"

namespace gongkai::runtime {

// Limits the open streams of a service and runs their reads. The threads are not those of unary
// calls, so a thousand streams that wake at once delay no unary call. Must outlive the streams.
// Thread-safe.
//
//   Result<Streams::Slot> slot = streams.TryOpen(caller.id.text());
//   if (!slot) return slot.error();
//   slot->Post([this] { ReadPage(); });
class Streams {
 public:
  struct Options {
    std::size_t limit = 1024;
    std::size_t limit_per_caller = 128;  // one client that leaks streams does not lock others out
    int threads = 2;
  };

  // Holds the place of one open stream until the destructor. At most one task may be posted at a
  // time.
  class [[nodiscard]] Slot {
   public:
    // Runs `task`, which may block and must not throw, on one of the threads. Throws
    // std::logic_error if `task` finds no room, which only a second task or a task after the end of
    // Streams can cause.
    void Post(std::function<void()> task);

   private:
    friend class Streams;
    Slot(Streams* streams, Slots::Slot slot) : streams_(streams), slot_(std::move(slot)) {}

    Streams* streams_;
    Slots::Slot slot_;
  };

  explicit Streams(const Options& options);

  // Takes a slot by the rules of Slots::TryTake. Check first that the caller may have what the
  // stream is for. Errors: TOO_MANY_STREAMS.
  Result<Slot> TryOpen(std::string_view caller);

 private:
  Slots slots_;
  Executor executor_;
};

}  // namespace gongkai::runtime
