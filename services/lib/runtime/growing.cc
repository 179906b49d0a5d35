#include "services/lib/runtime/growing.h"

namespace gongkai::runtime {

GrowingValue::Subscription::Subscription(Subscription&& other) noexcept
    : owner_(std::exchange(other.owner_, nullptr)), wake_(other.wake_) {}

GrowingValue::Subscription& GrowingValue::Subscription::operator=(Subscription&& other) noexcept {
  std::swap(owner_, other.owner_);
  std::swap(wake_, other.wake_);
  return *this;
}

GrowingValue::Subscription::~Subscription() {
  if (owner_ == nullptr) return;
  const MutexLock lock(owner_->mutex_);
  owner_->wakes_.erase(wake_);
}

void GrowingValue::Advance(std::uint64_t value) {
  const MutexLock lock(mutex_);
  if (value <= this->value()) return;
  value_.store(value, std::memory_order_release);
  for (const Wake& wake : wakes_) wake();
}

GrowingValue::Subscription GrowingValue::Subscribe(Wake wake) {
  const MutexLock lock(mutex_);
  return {this, wakes_.insert(wakes_.end(), std::move(wake))};
}

}  // namespace gongkai::runtime
