#include "services/lib/runtime/drain.h"

namespace gongkai::runtime {

Drain::InFlight& Drain::InFlight::operator=(InFlight&& other) noexcept {
  InFlight former(std::move(*this));
  drain_ = std::exchange(other.drain_, nullptr);
  return *this;
}

Drain::InFlight::~InFlight() {
  if (drain_ != nullptr) drain_->Leave();
}

void Drain::Begin() { begun_.Advance(1); }

std::optional<Drain::InFlight> Drain::TryEnter() {
  // Counted first, asked second: who begins a drain and then waits misses nobody.
  {
    const MutexLock lock(mutex_);
    ++in_flight_;
  }
  InFlight entered(this);
  if (draining()) return std::nullopt;
  return entered;
}

bool Drain::WaitIdle(std::chrono::milliseconds budget) {
  const auto deadline = std::chrono::steady_clock::now() + budget;
  MutexLock lock(mutex_);
  while (in_flight_ != 0 && idle_.WaitUntil(lock, deadline)) {
  }
  return in_flight_ == 0;
}

void Drain::Leave() {
  // Told under the lock: the waiter may destroy this as soon as it has seen the last call leave.
  const MutexLock lock(mutex_);
  if (--in_flight_ == 0) idle_.NotifyAll();
}

}  // namespace gongkai::runtime
