// Keeps lanes calling and times the answers.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/lane.h"

namespace gongkai::bench {

using Clock = std::chrono::steady_clock;

// Closed loop (no rate): each lane calls as soon as it has its answer, which saturates what is
// called. Open loop (a rate): calls are due at the times of a Poisson process, whatever the answers
// do, and are timed from when they were due: a call that had to wait for a free lane was late.
class Load {
 public:
  struct Sample {
    Clock::time_point due;
    std::chrono::duration<float> taken;
  };

  // Starts; `lanes` must outlive this. rate: calls a second in all; 0: closed loop.
  Load(Lanes& lanes, double rate);
  ~Load() { Stop(); }

  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  std::uint64_t answered() const { return answered_; }

  // Waits for the answers to what is under way. Also after the first complaint nobody calls more.
  void Stop();

  // After Stop.
  std::vector<Sample> TakeSamples();
  const std::string& complaint() const { return complaint_; }

 private:
  struct Seat {
    Lane* lane;
    std::vector<Sample> samples;  // of one lane: no two threads at once
  };

  void Pace(const std::stop_token& stop);
  void Call(Seat& seat, Clock::time_point due);
  void Answered(Seat& seat, Clock::time_point due, const std::string& complaint);

  const double rate_;
  std::vector<Seat> seats_;
  std::atomic<std::uint64_t> answered_ = 0;

  std::mutex mutex_;
  std::condition_variable quiet_;
  bool stopping_ = false;                  // guarded by mutex_, as is the rest
  std::string complaint_;                  // the first
  std::size_t under_way_ = 0;              // lanes
  std::deque<Seat*> free_;                 // open loop
  std::deque<Clock::time_point> waiting_;  // open loop: due, but no lane was free
  std::jthread pacer_;                     // open loop; last: it uses all of the above
};

}  // namespace gongkai::bench
