// The shutdown of a process: new calls are refused, streams end, and calls under way finish.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <utility>

#include "services/lib/runtime/growing.h"
#include "workflow/base/mutex.h"
#include "workflow/base/thread_annotations.h"

namespace gongkai::runtime {

// Coordinates the shutdown: counts the calls under way, and wakes the streams when the shutdown
// begins. One per process. Must outlive every call and stream. Thread-safe.
//
//   drain.Begin();
//   if (!drain.WaitIdle(budget)) spdlog::warn("calls still under way are cancelled");
class Drain {
 public:
  // Counts one call as under way until the destructor. A default-constructed or moved-from object
  // counts none.
  class [[nodiscard]] InFlight {
   public:
    InFlight() = default;
    InFlight(InFlight&& other) noexcept : drain_(std::exchange(other.drain_, nullptr)) {}
    InFlight& operator=(InFlight&& other) noexcept;
    ~InFlight();

   private:
    friend class Drain;
    explicit InFlight(Drain* drain) : drain_(drain) {}

    Drain* drain_ = nullptr;
  };

  // Begins the drain: no new call enters, and every stream is woken to end. Idempotent.
  void Begin();
  bool draining() const { return begun_.value() != 0; }

  // Enters one call. Returns nothing if the drain has begun.
  std::optional<InFlight> TryEnter();

  // Blocks until no call is under way or `budget` is spent. Returns whether no call is under way.
  bool WaitIdle(std::chrono::milliseconds budget);

  // Calls `wake` when the drain begins, by the rules of GrowingValue::Subscribe. Check draining()
  // after this call, because `wake` is not called for a drain that has begun before.
  GrowingValue::Subscription OnBegin(GrowingValue::Wake wake) {
    return begun_.Subscribe(std::move(wake));
  }

 private:
  void Leave() EXCLUDES(mutex_);

  GrowingValue begun_;
  Mutex mutex_;
  ConditionVariable idle_;
  std::size_t in_flight_ GUARDED_BY(mutex_) = 0;
};

}  // namespace gongkai::runtime
