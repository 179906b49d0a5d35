// The mutex, lock and condition variable of the standard library, with the annotations that clang
// needs to check their use. They cost nothing beside the standard ones.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "workflow/base/thread_annotations.h"

namespace gongkai {

// Guards members that are marked GUARDED_BY. A MutexLock holds it.
//
//   {
//     const MutexLock lock(mutex_);
//     jobs_.push_back(std::move(job));
//   }
//   ready_.NotifyOne();
//   ...
//   MutexLock lock(mutex_);
//   while (jobs_.empty()) ready_.Wait(lock);
class CAPABILITY("mutex") Mutex {
 public:
  Mutex() = default;
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  // Tells clang that this thread holds the mutex, where clang cannot see it: in a lambda that a
  // function calls before it returns. Checks nothing.
  void AssertHeld() const ASSERT_CAPABILITY(this) {}

 private:
  friend class MutexLock;

  std::mutex mutex_;
};

// Holds a mutex from the constructor to the destructor, except between Unlock and Lock.
class SCOPED_CAPABILITY [[nodiscard]] MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) ACQUIRE(mutex) : lock_(mutex.mutex_) {}
  ~MutexLock() RELEASE() {}

  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

  void Unlock() RELEASE() { lock_.unlock(); }
  void Lock() ACQUIRE() { lock_.lock(); }

 private:
  friend class ConditionVariable;

  std::unique_lock<std::mutex> lock_;
};

// Lets threads wait until another thread notifies them. A thread waits in a loop that checks what it
// waits for: there is no wait with a predicate, because clang does not see the lock inside of one.
// Thread-safe.
class ConditionVariable {
 public:
  // Gives the mutex back, blocks until notified, or for no reason at all, and takes the mutex again.
  // `lock` must hold the mutex.
  void Wait(MutexLock& lock) { condition_.wait(lock.lock_); }

  // Waits as Wait does, at most until `deadline`. Returns false if the deadline has passed.
  bool WaitUntil(MutexLock& lock, std::chrono::steady_clock::time_point deadline) {
    return condition_.wait_until(lock.lock_, deadline) == std::cv_status::no_timeout;
  }

  void NotifyOne() noexcept { condition_.notify_one(); }
  void NotifyAll() noexcept { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};

}  // namespace gongkai
