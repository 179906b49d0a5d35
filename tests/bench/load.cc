#include "tests/bench/load.h"

#include <random>
#include <utility>

namespace gongkai::bench {

Load::Load(Lanes& lanes, double rate) : rate_(rate) {
  seats_.reserve(lanes.size());
  for (const auto& lane : lanes) seats_.push_back({.lane = lane.get()});
  if (rate_ > 0) {
    for (Seat& seat : seats_) free_.push_back(&seat);
    pacer_ = std::jthread([this](const std::stop_token& stop) { Pace(stop); });
    return;
  }
  under_way_ = seats_.size();
  for (Seat& seat : seats_) Call(seat, Clock::now());
}

void Load::Stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  if (pacer_.joinable()) {
    pacer_.request_stop();
    pacer_.join();
  }
  std::unique_lock lock(mutex_);
  quiet_.wait(lock, [this] { return under_way_ == 0; });
}

std::vector<Load::Sample> Load::TakeSamples() {
  std::vector<Sample> all;
  for (Seat& seat : seats_) {
    all.insert(all.end(), seat.samples.begin(), seat.samples.end());
    seat.samples.clear();
  }
  return all;
}

void Load::Pace(const std::stop_token& stop) {
  std::mt19937_64 random(1);  // the same schedule for everything that is measured
  std::exponential_distribution<double> gap(rate_);
  Clock::time_point due = Clock::now();
  while (!stop.stop_requested()) {
    due += std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(gap(random)));
    std::this_thread::sleep_until(due);
    Seat* seat = nullptr;
    {
      const std::scoped_lock lock(mutex_);
      if (stopping_) return;
      if (free_.empty()) {
        waiting_.push_back(due);
        continue;
      }
      seat = free_.front();
      free_.pop_front();
      ++under_way_;
    }
    Call(*seat, due);
  }
}

void Load::Call(Seat& seat, Clock::time_point due) {
  seat.lane->Start(
      [this, &seat, due](const std::string& complaint) { Answered(seat, due, complaint); });
}

void Load::Answered(Seat& seat, Clock::time_point due, const std::string& complaint) {
  const Clock::time_point now = Clock::now();
  seat.samples.push_back({.due = due, .taken = now - due});
  ++answered_;
  Clock::time_point next = now;
  {
    const std::scoped_lock lock(mutex_);
    if (!complaint.empty()) {
      if (complaint_.empty()) complaint_ = complaint;
      stopping_ = true;
    }
    if (stopping_ || (rate_ > 0 && waiting_.empty())) {
      free_.push_back(&seat);
      if (--under_way_ == 0) quiet_.notify_all();
      return;
    }
    if (rate_ > 0) {
      next = waiting_.front();
      waiting_.pop_front();
    }
  }
  Call(seat, next);
}

}  // namespace gongkai::bench
