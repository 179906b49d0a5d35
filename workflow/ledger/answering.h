// Gives the answers of a batch while the ledger's thread works on the next.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace gongkai::ledger {

// A thread of its own, for the answers of large batches: giving one to gRPC takes about as long as
// its entry takes the ledger. Give belongs to one thread at a time.
class Answering {
 public:
  using Task = std::function<void()>;

  // `on_failure` is told what a task threw, on the thread that ran it.
  explicit Answering(std::function<void(const std::string&)> on_failure);
  ~Answering();  // runs what waits, then stops

  Answering(const Answering&) = delete;
  Answering& operator=(const Answering&) = delete;

  // Runs `task`, which gives this many answers, after the tasks before it: here, before it returns,
  // if the answers are few and no other task is under way; otherwise on the thread. Blocks while
  // another task waits, so that no more than two batches are kept.
  void Give(std::size_t answers, Task task);

 private:
  void Run();
  void RunOne(const Task& task);

  const std::function<void(const std::string&)> on_failure_;
  std::mutex mutex_;
  std::condition_variable came_;
  std::condition_variable taken_;
  Task waiting_;           // guarded by mutex_; empty: none waits
  bool busy_ = false;      // with a task; guarded by mutex_
  bool stopping_ = false;  // guarded by mutex_
  std::thread thread_;     // last: it uses all of the above
};

}  // namespace gongkai::ledger
