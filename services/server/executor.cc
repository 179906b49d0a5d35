#include "services/server/executor.h"

#include <utility>

namespace gongkai::server {

Executor::Executor(const Options& options)
    : limit_(options.threads), queue_({.total = options.queue, .per_key = options.queue}) {
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
  bool wake = false;
  {
    const std::scoped_lock lock(mutex_);
    if (stopping_ || !queue_.TryPush(caller, std::move(work))) return false;
    wake = MayRun(caller);
  }
  if (wake) ready_.notify_one();
  return true;
}

bool Executor::MayRun(std::string_view caller) const {
  const auto mine = running_of_.find(caller);
  return (mine == running_of_.end() ? 0 : mine->second) < limit_ - running_;
}

std::optional<Executor::Queue::Taken> Executor::TakeNext() {
  // At the end no call comes any more for which a thread would be kept.
  auto next = queue_.PopIf([this](const std::string& key) { return stopping_ || MayRun(key); });
  if (!next) return next;
  ++running_;
  ++running_of_[next->key];
  return next;
}

bool Executor::MoreMayRun() const {
  return running_ < limit_ && queue_.Any([this](const std::string& key) { return MayRun(key); });
}

void Executor::Work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    std::optional<Queue::Taken> next;
    ready_.wait(lock, [&] {
      next = TakeNext();
      return next || stopping_;
    });
    if (!next) return;
    // What ended before this may have made room for a second one.
    if (MoreMayRun()) ready_.notify_one();
    const auto mine = running_of_.find(next->key);
    lock.unlock();
    next->item();
    next.reset();  // what the work captured goes before the lock is taken again
    lock.lock();
    --running_;
    if (--mine->second == 0) running_of_.erase(mine);
  }
}

}  // namespace gongkai::server
