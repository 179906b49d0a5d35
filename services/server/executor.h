// The threads that run handlers. gRPC's own threads must never block, and a store blocks; so a
// handler hands its work to an Executor and returns at once. Callers who wait have their turns one
// after the other, and nobody runs on more threads than he leaves free for others: however much one
// asks for, and however long it takes, another's call finds a thread.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "workflow/base/fair_queue.h"

namespace gongkai::server {

// How much a call takes of what all share: processors, memory, the connection to another service.
enum class Cost : std::uint8_t { kSmall, kLarge };

// Returns the cost of a call that asks for so many rows.
constexpr Cost CostOfRows(int rows) { return rows > 50 ? Cost::kLarge : Cost::kSmall; }

// Returns the cost of a call whose request has so many bytes.
constexpr Cost CostOfBytes(std::size_t bytes) {
  return bytes > (64 << 10) ? Cost::kLarge : Cost::kSmall;
}

// Safe to use from any thread. Each service has its own: two that shared one would starve each
// other as soon as one calls the other.
class Executor {
 public:
  struct Options {
    int threads = 16;         // of which one caller alone uses half
    int large_at_once = 2;    // of one caller's large calls
    std::size_t queue = 256;  // how much may wait; of one caller: see FairQueue::MayPush
  };

  explicit Executor(const Options& options);
  ~Executor();  // runs what is queued, then joins its threads

  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Queues `work`, which must not throw, to run for `caller` on one of the threads; false, and
  // nothing is queued, when too much waits already, of this caller or in all, or the executor is
  // ending.
  // Large work has a queue and threads of its own, as another caller's would: a caller's small
  // calls do not wait for his large ones.
  [[nodiscard]] bool TryPost(std::string_view caller, std::function<void()> work,
                             Cost cost = Cost::kSmall);

 private:
  using Queue = FairQueue<std::function<void()>>;

  void Work();
  // Returns whether a thread may run one more of the lane's, by the rule of Slots::TryTake: one
  // alone gets half of the threads, rounded up. Only callers with something running are ever passed
  // over for it, so a turn costs as many looks as there are threads at most. With mutex_ held.
  bool MayRun(std::string_view lane) const;
  // Takes the next that may run, and counts it as running. With mutex_ held.
  std::optional<Queue::Taken> TakeNext();
  // Returns whether there is a thread for something that waits. With mutex_ held.
  bool MoreMayRun() const;

  const int limit_;  // of threads
  const int large_at_once_;
  std::mutex mutex_;
  std::condition_variable ready_;
  Queue queue_;                                         // guarded by mutex_, as all of these
  int running_ = 0;                                     // in all
  std::map<std::string, int, std::less<>> running_of_;  // by lane; never 0
  bool stopping_ = false;
  std::vector<std::jthread> threads_;  // last: they use all of the above
};

}  // namespace gongkai::server
