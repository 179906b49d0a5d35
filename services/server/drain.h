// The end of serving, as everything that serves sees it: no new calls, streams end, calls under way
// finish.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <utility>

#include "services/server/signal.h"

namespace gongkai::server {

// Safe to use from any thread. One a process; must outlive every call and stream.
class Drain {
 public:
  // A call under way; the drain waits for it. Moved from: none.
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

  // From now on no call enters, and every stream is woken to end. Again: nothing happens.
  void Begin();
  bool draining() const { return begun_.value() != 0; }

  // Enters one call, or nothing once draining.
  std::optional<InFlight> TryEnter();

  // Waits until no call is under way: true; or until `budget` is spent: false.
  bool WaitIdle(std::chrono::milliseconds budget);

  // Calls `wake` when the drain begins, by the rules of Signal: subscribe first, then look at
  // draining().
  Signal::Subscription OnBegin(Signal::Wake wake) { return begun_.Subscribe(std::move(wake)); }

 private:
  void Leave();

  Signal begun_;
  std::mutex mutex_;
  std::condition_variable idle_;
  std::size_t in_flight_ = 0;  // guarded by mutex_
};

}  // namespace gongkai::server
