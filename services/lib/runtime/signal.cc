#include "services/lib/runtime/signal.h"

namespace gongkai::runtime {

Signal::Subscription::Subscription(Subscription&& other) noexcept
    : signal_(std::exchange(other.signal_, nullptr)), wake_(other.wake_) {}

Signal::Subscription& Signal::Subscription::operator=(Subscription&& other) noexcept {
  std::swap(signal_, other.signal_);
  std::swap(wake_, other.wake_);
  return *this;
}

Signal::Subscription::~Subscription() {
  if (signal_ == nullptr) return;
  const MutexLock lock(signal_->mutex_);
  signal_->wakes_.erase(wake_);
}

void Signal::Advance(std::uint64_t value) {
  const MutexLock lock(mutex_);
  if (value <= this->value()) return;
  value_.store(value, std::memory_order_release);
  for (const Wake& wake : wakes_) wake();
}

Signal::Subscription Signal::Subscribe(Wake wake) {
  const MutexLock lock(mutex_);
  return {this, wakes_.insert(wakes_.end(), std::move(wake))};
}

}  // namespace gongkai::runtime
