// Runs the work of handlers on threads of its own. The threads of gRPC must never block, and a
// store blocks. So a handler posts its work to an Executor and returns at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "workflow/base/fair_queue.h"
#include "workflow/base/mutex.h"
#include "workflow/base/thread_annotations.h"

namespace gongkai::runtime {

// How much a call takes of what all calls share: processors, memory, the connection to a service.
enum class Cost : std::uint8_t {
  kSmall,  // request and answer of at most 64 KiB
  kText,   // an answer that is one text of up to a megabyte
  kLarge,  // an answer of many rows, or a request of more than 64 KiB
};

// Returns the cost of a call whose answer is one text and whose request has `bytes` bytes.
constexpr Cost CostOfText(std::size_t bytes) {
  return bytes > (64 << 10) ? Cost::kLarge : Cost::kText;
}

// Returns the cost of a call that reads `names` rows by their names.
constexpr Cost CostOfBatch(int names) { return names > 1 ? Cost::kLarge : Cost::kSmall; }

// Runs the work of all callers fairly. Callers whose work waits take turns. The work of one caller
// with one cost is a lane, and the lanes take turns. A caller starts work only while the caller
// uses fewer threads than are free, in all lanes together. So the call of another caller finds a
// thread, however much work one caller posts and however long the work takes. Text and large work
// leaves one more thread to the small work of the same caller.
//
// Each service has its own executor. Two services that shared one executor would starve each other
// as soon as one calls the other. Thread-safe.
//
//   Executor executor({.threads = 16});
//   const bool posted = executor.TryPost(caller.id.text(), [&] { Read(); });
//   if (!posted) return errors::Overloaded(kRetryAfter);
class Executor {
 public:
  struct Options {
    int threads = 16;         // one caller alone uses half
    int texts_at_once = 32;   // of one caller, until the answers have gone out
    int large_at_once = 2;    // of one caller, until the answers have gone out
    std::size_t queue = 256;  // how much work may wait; for one caller, see TryPost
  };

  // Holds one of the text or large calls that a caller may have at once, until the destructor. A
  // moved-from place, and the place of a small call, hold none.
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

  // Does the work of one call. Must not throw. Must keep the place for as long as the call uses
  // memory.
  using Work = std::function<void(Place)>;

  explicit Executor(const Options& options);
  ~Executor();  // Runs the queued work, then joins the threads.

  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Queues `work` for `caller`, to run on one of the threads. Returns false, and queues nothing, if
  // the queue is full or the executor is shutting down. Also returns false if the caller has as
  // much work waiting as the queue has room left. Each cost has its own turns: the small calls of a
  // caller do not wait behind the large ones. The executor must outlive the places.
  [[nodiscard]] bool TryPost(std::string_view caller, Cost cost, Work work);

  // Queues small work, which needs no place.
  [[nodiscard]] bool TryPost(std::string_view caller, std::function<void()> work);

 private:
  using Queue = FairQueue<Work>;

  void Run();
  // Returns whether a thread may run one more work of the lane, by the rule of Slots::TryTake. One
  // caller alone gets half of the threads, rounded up.
  bool MayRun(std::string_view lane) const REQUIRES(mutex_);
  // Takes the next work that may run, and counts it as running. Returns nothing if no work may run.
  std::optional<Queue::Taken> TakeNext() REQUIRES(mutex_);
  // Returns whether there is a free thread for work that waits.
  bool MoreMayRun() const REQUIRES(mutex_);
  // Gives back a place of the lane.
  void Leave(const std::string& lane) EXCLUDES(mutex_);

  const int limit_;  // number of threads
  const int texts_at_once_;
  const int large_at_once_;
  const std::size_t queue_limit_;
  Mutex mutex_;
  ConditionVariable ready_;
  Queue queue_ GUARDED_BY(mutex_);
  int running_ GUARDED_BY(mutex_) = 0;  // in all lanes
  // By caller, in all lanes; never 0.
  std::map<std::string, int, std::less<>> waiting_of_ GUARDED_BY(mutex_);
  std::map<std::string, int, std::less<>> running_of_ GUARDED_BY(mutex_);
  // By lane; never 0.
  std::map<std::string, int, std::less<>> placed_of_ GUARDED_BY(mutex_);
  bool stopping_ GUARDED_BY(mutex_) = false;
  std::vector<std::jthread> threads_;  // last: use all members above
};

}  // namespace gongkai::runtime
