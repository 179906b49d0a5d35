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
#include <utility>
#include <vector>

#include "workflow/base/fair_queue.h"

namespace gongkai::server {

// How much a call takes of what all share: processors, memory, the connection to another service.
enum class Cost : std::uint8_t {
  kSmall,  // asks and answers with at most 64 KiB
  kText,   // answers with one text, of up to a megabyte
  kLarge,  // answers with many rows, or asks with more than 64 KiB
};

// Returns the cost of a call that is answered with one text, and whose request has so many bytes.
constexpr Cost CostOfText(std::size_t bytes) {
  return bytes > (64 << 10) ? Cost::kLarge : Cost::kText;
}

// Returns the cost of a call that gets so many rows by their names.
constexpr Cost CostOfBatch(int names) { return names > 1 ? Cost::kLarge : Cost::kSmall; }

// Safe to use from any thread. Each service has its own: two that shared one would starve each
// other as soon as one calls the other.
class Executor {
 public:
  struct Options {
    int threads = 16;        // of which one caller alone uses half
    int texts_at_once = 32;  // of one caller, until their answers have gone out
    int large_at_once = 2;   // the same
    std::size_t queue =
        256;  // how much may wait; of one caller: no more than he leaves room to others
  };

  // One of the texts or large calls that a caller may have at once, until it is destroyed. Moved
  // from, or of a small call: none.
  class [[nodiscard]] Place {
   public:
    Place() = default;
    Place(Place&& other) noexcept
        : executor_(std::exchange(other.executor_, nullptr)), lane_(std::move(other.lane_)) {}
    Place& operator=(Place&&) = delete;
    ~Place();

   private:
    friend class Executor;
    Place(Executor* executor, std::string lane) : executor_(executor), lane_(std::move(lane)) {}

    Executor* executor_ = nullptr;
    std::string lane_;
  };

  // Must not throw. Keeps its place for as long as the call takes memory.
  using Work = std::function<void(Place)>;

  explicit Executor(const Options& options);
  ~Executor();  // runs what is queued, then joins its threads

  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Queues `work` to run for `caller` on one of the threads; false, and nothing is queued, when too
  // much waits already, of this caller or in all, or the executor is ending.
  // Work of each cost has a queue and threads of its own, as another caller's would: a caller's
  // small calls do not wait for his large ones. The executor must outlive the places.
  [[nodiscard]] bool TryPost(std::string_view caller, Cost cost, Work work);

  // The same for small work.
  [[nodiscard]] bool TryPost(std::string_view caller, std::function<void()> work);

 private:
  using Queue = FairQueue<Work>;

  void Run();
  // Returns whether a thread may run one more of the lane's, by the rule of Slots::TryTake: one
  // alone gets half of the threads, rounded up. With mutex_ held.
  bool MayRun(std::string_view lane) const;
  // Takes the next that may run, and counts it as running. With mutex_ held.
  std::optional<Queue::Taken> TakeNext();
  // Returns whether there is a thread for something that waits. With mutex_ held.
  bool MoreMayRun() const;
  // Gives a place of the lane back.
  void Leave(const std::string& lane);

  const int limit_;  // of threads
  const int texts_at_once_;
  const int large_at_once_;
  const std::size_t queue_limit_;
  std::mutex mutex_;
  std::condition_variable ready_;
  Queue queue_;                                         // guarded by mutex_, as all of these
  int running_ = 0;                                     // in all
  std::map<std::string, int, std::less<>> waiting_of_;  // by caller, in all his lanes; never 0
  std::map<std::string, int, std::less<>> running_of_;  // by lane; never 0
  std::map<std::string, int, std::less<>> placed_of_;   // by lane; never 0
  bool stopping_ = false;
  std::vector<std::jthread> threads_;  // last: they use all of the above
};

}  // namespace gongkai::server
