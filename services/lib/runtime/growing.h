// Notifies many subscribers that a number has grown, without a thread for each of them.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <utility>

#include "workflow/base/mutex.h"
#include "workflow/base/thread_annotations.h"

namespace gongkai::runtime {

// Holds a number that only grows, and notifies subscribers when the number grows. Must outlive its
// subscriptions. Thread-safe.
//
//   // A reader: subscribes first, then looks at the value.
//   const GrowingValue::Subscription subscription = size.Subscribe([this] { Wake(); });
//   if (size.value() > position) Read();
//
//   // The writer:
//   size.Advance(new_size);
class GrowingValue {
 public:
  using Wake = std::function<void()>;

  // Keeps a subscription until the destructor. After the destructor has returned, the wake function
  // neither runs nor will run. A default-constructed or moved-from object keeps none.
  class [[nodiscard]] Subscription {
   public:
    Subscription() = default;
    Subscription(Subscription&& other) noexcept;
    Subscription& operator=(Subscription&& other) noexcept;
    ~Subscription();

   private:
    friend class GrowingValue;
    Subscription(GrowingValue* owner, std::list<Wake>::iterator wake)
        : owner_(owner), wake_(wake) {}

    GrowingValue* owner_ = nullptr;
    std::list<Wake>::iterator wake_;
  };

  // Raises the value to `value` and calls the wake functions of all subscribers. Has no effect
  // unless `value` is larger.
  void Advance(std::uint64_t value) EXCLUDES(mutex_);

  std::uint64_t value() const { return value_.load(std::memory_order_acquire); }

  // Calls `wake` at every later advance, on the thread that advances the value. Look at value()
  // after Subscribe, because `wake` is not called for an earlier advance. `wake` must be quick.
  // `wake` may read value(). `wake` must not call Advance or Subscribe of this object, nor destroy
  // one of its subscriptions.
  Subscription Subscribe(Wake wake) EXCLUDES(mutex_);

 private:
  Mutex mutex_;
  std::list<Wake> wakes_ GUARDED_BY(mutex_);
  std::atomic<std::uint64_t> value_ = 0;
};

}  // namespace gongkai::runtime
