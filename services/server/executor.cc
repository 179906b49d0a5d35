#include "services/server/executor.h"

#include <utility>

namespace gongkai::server {

Executor::Executor(const Options& options)
    : queue_({.total = options.queue, .per_key = options.queue}) {
  for (int i = 0; i < options.threads; ++i) threads_.emplace_back([this] { Work(); });
}

Executor::~Executor() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  ready_.notify_all();
}

bool Executor::TryPost(std::string_view caller, std::function<void()> work) {
  {
    const std::scoped_lock lock(mutex_);
    if (stopping_ || !queue_.TryPush(caller, std::move(work))) return false;
  }
  ready_.notify_one();
  return true;
}

void Executor::Work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ready_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    {
      const std::function<void()> work = queue_.Pop();
      lock.unlock();
      work();
    }  // what the work captured goes before the lock is taken again
    lock.lock();
  }
}

}  // namespace gongkai::server
