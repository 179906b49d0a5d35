#include "services/intake/transfers.h"

#include <condition_variable>
#include <utility>
#include <vector>

namespace gongkai::intake {
namespace {

using std::chrono::steady_clock;

}  // namespace

void Transfers::Ticket::Await() {
  transfer_->turn = steady_clock::now().time_since_epoch().count();
}

bool Transfers::Ticket::Resume() {
  std::int64_t turn = transfer_->turn;
  return turn != kStalled && transfer_->turn.compare_exchange_strong(turn, kOurTurn);
}

Transfers::Transfers(Options options)
    : options_(options), watch_([this](const std::stop_token& stop) { Watch(stop); }) {}

std::optional<Transfers::Ticket> Transfers::Begin(std::function<void()> on_stall) {
  const std::scoped_lock lock(mutex_);
  if (transfers_.size() >= options_.at_once) return std::nullopt;
  Transfer& transfer = transfers_.emplace_back();
  transfer.on_stall = std::move(on_stall);
  return Ticket(this, &transfer);
}

void Transfers::End(const Transfer* transfer) {
  const std::scoped_lock lock(mutex_);
  transfers_.remove_if([transfer](const Transfer& other) { return &other == transfer; });
}

void Transfers::Watch(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock idle(mutex);
  while (!stop.stop_requested()) {
    wake.wait_for(idle, stop, options_.stall / 30, [] { return false; });
    const std::int64_t late = (steady_clock::now() - options_.stall).time_since_epoch().count();
    std::vector<std::function<void()>> stalled;
    {
      const std::scoped_lock lock(mutex_);
      for (Transfer& transfer : transfers_) {
        std::int64_t turn = transfer.turn;
        if (turn <= kOurTurn || turn > late) continue;
        if (transfer.turn.compare_exchange_strong(turn, kStalled)) {
          stalled.push_back(transfer.on_stall);
        }
      }
    }
    // Without the lock, since a stream that ends gives its ticket back. It cannot end before.
    for (const std::function<void()>& on_stall : stalled) on_stall();
  }
}

}  // namespace gongkai::intake
