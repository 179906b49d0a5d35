#include "services/server/executor.h"

#include <utility>

namespace gongkai::server {

Executor::Executor(Options options) : options_(options) {
  for (int i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { Work(); });
}

Executor::~Executor() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  ready_.notify_all();
}

bool Executor::TryPost(std::function<void()> work) {
  {
    const std::scoped_lock lock(mutex_);
    if (stopping_ || queue_.size() >= options_.queue) return false;
    queue_.push_back(std::move(work));
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
      const std::function<void()> work = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      work();
    }  // what the work captured goes before the lock is taken again
    lock.lock();
  }
}

}  // namespace gongkai::server
