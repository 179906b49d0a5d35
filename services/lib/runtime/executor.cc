#include "services/lib/runtime/executor.h"

#include <utility>

namespace gongkai::runtime {
namespace {

// What a caller's work of these costs is queued as; no id contains it.
constexpr std::string_view kText = " text";
constexpr std::string_view kLarge = " large";

std::string LaneOf(std::string_view caller, Cost cost) {
  std::string lane(caller);
  if (cost == Cost::kText) lane += kText;
  if (cost == Cost::kLarge) lane += kLarge;
  return lane;
}

bool HasPlaces(std::string_view lane) { return lane.ends_with(kText) || lane.ends_with(kLarge); }

using Counts = std::map<std::string, int, std::less<>>;  // none is 0

std::string_view CallerOf(std::string_view lane) { return lane.substr(0, lane.find(' ')); }

int CountOf(const Counts& counts, std::string_view key) {
  const auto found = counts.find(key);
  return found == counts.end() ? 0 : found->second;
}

void AddOne(Counts& counts, std::string_view key) {
  const auto found = counts.find(key);
  if (found == counts.end()) {
    counts.emplace(key, 1);
  } else {
    ++found->second;
  }
}

void TakeOne(Counts& counts, std::string_view key) {
  const auto found = counts.find(key);
  if (--found->second == 0) counts.erase(found);
}

}  // namespace

Executor::Executor(const Options& options)
    : limit_(options.threads),
      texts_at_once_(options.texts_at_once),
      large_at_once_(options.large_at_once),
      queue_limit_(options.queue),
      queue_({.total = options.queue, .per_key = options.queue}) {
  for (int i = 0; i < options.threads; ++i) threads_.emplace_back([this] { Run(); });
}

Executor::~Executor() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  ready_.NotifyAll();
}

Executor::Place::~Place() {
  if (executor_ != nullptr) executor_->Leave(lane_);
}

bool Executor::TryPost(std::string_view caller, std::function<void()> work) {
  return TryPost(caller, Cost::kSmall, [work = std::move(work)](const Place&) { work(); });
}

bool Executor::TryPost(std::string_view caller, Cost cost, Work work) {
  const std::string lane = LaneOf(caller, cost);
  bool wake = false;
  {
    const MutexLock lock(mutex_);
    const auto waiting = static_cast<std::size_t>(CountOf(waiting_of_, caller));
    if (stopping_ || waiting >= queue_limit_ - queue_.size()) return false;
    if (!queue_.TryPush(lane, std::move(work))) return false;
    AddOne(waiting_of_, caller);
    wake = MayRun(lane);
  }
  if (wake) ready_.NotifyOne();
  return true;
}

void Executor::Leave(const std::string& lane) {
  bool wake = false;
  {
    const MutexLock lock(mutex_);
    TakeOne(placed_of_, lane);
    wake = MoreMayRun();
  }
  if (wake) ready_.NotifyOne();
}

bool Executor::MayRun(std::string_view lane) const {
  const int places = lane.ends_with(kLarge) ? large_at_once_ : texts_at_once_;
  if (HasPlaces(lane) && CountOf(placed_of_, lane) >= places) return false;
  const int own = CountOf(running_of_, CallerOf(lane));
  if (own == 0) return running_ < limit_;
  // Text and large work leaves room for a small call of the same caller, which needs a thread more
  // of the caller's and takes one of the free ones.
  const int spare = HasPlaces(lane) ? 2 : 0;
  return own + spare < limit_ - running_;
}

std::optional<Executor::Queue::Taken> Executor::TakeNext() {
  // At the end no call comes any more for which a thread would be kept.
  auto next = queue_.PopIf([this](const std::string& key) {
    mutex_.AssertHeld();
    return stopping_ || MayRun(key);
  });
  if (!next) return next;
  TakeOne(waiting_of_, CallerOf(next->key));
  ++running_;
  AddOne(running_of_, CallerOf(next->key));
  if (HasPlaces(next->key)) AddOne(placed_of_, next->key);
  return next;
}

bool Executor::MoreMayRun() const {
  return running_ < limit_ && queue_.Any([this](const std::string& key) {
    mutex_.AssertHeld();
    return MayRun(key);
  });
}

void Executor::Run() {
  MutexLock lock(mutex_);
  for (;;) {
    std::optional<Queue::Taken> next = TakeNext();
    while (!next && !stopping_) {
      ready_.Wait(lock);
      next = TakeNext();
    }
    if (!next) return;
    // What ended before this may have made room for a second one.
    if (MoreMayRun()) ready_.NotifyOne();
    lock.Unlock();
    next->item(HasPlaces(next->key) ? Place(this, next->key) : Place());
    next->item = nullptr;  // what the work captured goes before the lock is taken again
    lock.Lock();
    --running_;
    TakeOne(running_of_, CallerOf(next->key));
  }
}

}  // namespace gongkai::runtime
