#include "services/lib/runtime/streams.h"

#include <stdexcept>

namespace gongkai::runtime {

// Each stream has at most one task waiting. With twice the room, no caller's tasks are ever as many
// as the room that is left (see FairQueue::MayPush), so none is refused.
Streams::Streams(const Options& options)
    : slots_({.limit = options.limit, .limit_per_caller = options.limit_per_caller}),
      executor_({.threads = options.threads, .queue = 2 * options.limit + 1}) {}

Result<Streams::Slot> Streams::TryOpen(std::string_view caller) {
  Result<Slots::Slot> slot = slots_.TryTake(caller);
  if (!slot) return std::move(slot).error();
  return Slot(this, *std::move(slot));
}

void Streams::Slot::Post(std::function<void()> task) {
  if (!streams_->executor_.TryPost(slot_.caller(), std::move(task))) {
    throw std::logic_error("a stream posted a second task, or outlived its streams");
  }
}

}  // namespace gongkai::runtime
