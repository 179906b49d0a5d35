#include "services/server/executor.h"

#include <utility>

namespace gongkai::server {
namespace {

// What a caller's large work is queued as; no id contains it.
constexpr std::string_view kLarge = " large";

std::string LaneOf(std::string_view caller, Cost cost) {
  std::string lane(caller);
  if (cost == Cost::kLarge) lane += kLarge;
  return lane;
}

}  // namespace

Executor::Executor(const Options& options)
    : limit_(options.threads),
      large_at_once_(options.large_at_once),
      queue_({.total = options.queue, .per_key = options.queue}) {
  for (int i = 0; i < options.threads; ++i) threads_.emplace_back([this] { Work(); });
}

Executor::~Executor() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  ready_.notify_all();
}

bool Executor::TryPost(std::string_view caller, std::function<void()> work, Cost cost) {
  const std::string lane = LaneOf(caller, cost);
  bool wake = false;
  {
    const std::scoped_lock lock(mutex_);
    if (stopping_ || !queue_.TryPush(lane, std::move(work))) return false;
    wake = MayRun(lane);
  }
  if (wake) ready_.notify_one();
  return true;
}

bool Executor::MayRun(std::string_view lane) const {
  const auto mine = running_of_.find(lane);
  const int running = mine == running_of_.end() ? 0 : mine->second;
  if (lane.ends_with(kLarge) && running >= large_at_once_) return false;
  return running < limit_ - running_;
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
