// Tells many that a position has grown, without a thread for each of them.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <utility>

namespace gongkai::server {

// A number that only grows, and those who want to know when it does. Safe to use from any thread.
// Must outlive its subscriptions.
class Signal {
 public:
  using Wake = std::function<void()>;

  // While it lives, the wake function is called. Once its destructor has returned, the function
  // neither runs nor will run.
  class [[nodiscard]] Subscription {
   public:
    Subscription() = default;
    Subscription(Subscription&& other) noexcept;
    Subscription& operator=(Subscription&& other) noexcept;
    ~Subscription();

   private:
    friend class Signal;
    Subscription(Signal* signal, std::list<Wake>::iterator wake) : signal_(signal), wake_(wake) {}

    Signal* signal_ = nullptr;
    std::list<Wake>::iterator wake_;
  };

  // Raises the value to `value` and wakes every subscriber; nothing happens unless it is larger.
  void Advance(std::uint64_t value);

  std::uint64_t value() const { return value_.load(std::memory_order_acquire); }

  // Calls `wake` on the advancing thread at every advance from now on: subscribe first, then look
  // at value(). `wake` must be quick, and must not use this signal or end a subscription to it.
  Subscription Subscribe(Wake wake);

 private:
  std::mutex mutex_;
  std::list<Wake> wakes_;  // guarded by mutex_
  std::atomic<std::uint64_t> value_ = 0;
};

}  // namespace gongkai::server
