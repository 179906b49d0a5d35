#include "services/lib/runtime/stall_watch.h"

#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

namespace gongkai::runtime {
namespace {

using std::chrono::steady_clock;

// A stream's turn is since when it is the other side's, in ticks of the steady clock, or one of
// these.
constexpr std::int64_t kOurs = 0;
constexpr std::int64_t kStalled = -1;

constexpr int kLooks = 30;  // in the time that a turn may last

}  // namespace

void StallWatch::Turns::Await() { stream_->turn = steady_clock::now().time_since_epoch().count(); }

bool StallWatch::Turns::Resume() {
  std::int64_t turn = stream_->turn;
  return turn != kStalled && stream_->turn.compare_exchange_strong(turn, kOurs);
}

StallWatch::StallWatch(std::chrono::milliseconds limit)
    : limit_(limit), thread_([this](const std::stop_token& stop) { Run(stop); }) {}

StallWatch::Turns StallWatch::Watch(std::function<void()> on_stall) {
  const MutexLock lock(mutex_);
  Stream& stream = streams_.emplace_back();
  stream.on_stall = std::move(on_stall);
  stream.turn = kOurs;
  return Turns(this, &stream);
}

void StallWatch::End(const Stream* stream) {
  const MutexLock lock(mutex_);
  streams_.remove_if([stream](const Stream& other) { return &other == stream; });
}

void StallWatch::Run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock idle(mutex);
  while (!stop.stop_requested()) {
    wake.wait_for(idle, stop, limit_ / kLooks, [] { return false; });
    const std::int64_t late = (steady_clock::now() - limit_).time_since_epoch().count();
    std::vector<std::function<void()>> stalled;
    {
      const MutexLock lock(mutex_);
      for (Stream& stream : streams_) {
        std::int64_t turn = stream.turn;
        if (turn > kOurs && turn < late && stream.turn.compare_exchange_strong(turn, kStalled)) {
          stalled.push_back(stream.on_stall);
        }
      }
    }
    // Without the lock, because a stream that ends takes its turns with it.
    for (const std::function<void()>& on_stall : stalled) on_stall();
  }
}

}  // namespace gongkai::runtime
