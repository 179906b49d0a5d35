#include "services/cli/site/pacer.h"

#include <algorithm>
#include <thread>

namespace gongkai::cli::site {
namespace {

using Clock = std::chrono::steady_clock;

Clock::duration PauseOf(double per_second) {
  if (per_second <= 0) return Clock::duration::zero();
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(1 / per_second));
}

}  // namespace

Pacer::Pacer(double per_second) : pause_(PauseOf(per_second)), next_(Clock::now()) {}

void Pacer::Wait() {
  std::this_thread::sleep_until(next_);
  next_ = std::max(next_, Clock::now()) + pause_;
}

}  // namespace gongkai::cli::site
