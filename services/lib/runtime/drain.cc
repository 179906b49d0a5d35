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
    const std::scoped_lock lock(mutex_);
    ++in_flight_;
  }
  InFlight entered(this);
  if (draining()) return std::nullopt;
  return entered;
}

bool Drain::WaitIdle(std::chrono::milliseconds budget) {
  std::unique_lock lock(mutex_);
  return idle_.wait_for(lock, budget, [this] { return in_flight_ == 0; });
}

void Drain::Leave() {
  // Told under the lock: the waiter may destroy this as soon as it has seen the last call leave.
  const std::scoped_lock lock(mutex_);
  if (--in_flight_ == 0) idle_.notify_all();
}

}  // namespace gongkai::runtime
