// A thread that calls the replies of one batch while the ledger's thread works on the next batch.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <thread>

#include "workflow/base/mutex.h"
#include "workflow/base/thread_annotations.h"

namespace gongkai::ledger {

// Takes the replies of large batches off the ledger's thread: passing one reply to gRPC takes about
// as long as the ledger needs for the reply's entry. Tasks run one at a time, in the order of the
// calls of Give. Give: One thread at a time.
class Answering {
 public:
  using Task = std::function<void()>;

  // `on_failure` gets the message of a std::exception that a task threw, on the thread that ran the
  // task.
  explicit Answering(std::function<void(const std::string&)> on_failure);

  // Runs the task that waits, if any, then stops the thread.
  ~Answering();

  Answering(const Answering&) = delete;
  Answering& operator=(const Answering&) = delete;

  // Runs `task`, which calls as many replies as `answers` says, after all earlier tasks. If the
  // replies are few and no task is running, runs `task` on the caller's thread before returning.
  // Otherwise `task` runs later on this object's thread. Blocks while another task waits, so at
  // most one task is running and one task waits.
  void Give(std::size_t answers, Task task);

 private:
  void Run();
  void RunOne(const Task& task);

  const std::function<void(const std::string&)> on_failure_;
  Mutex mutex_;
  ConditionVariable came_;
  ConditionVariable taken_;
  Task waiting_ GUARDED_BY(mutex_);       // empty: no task waits
  bool busy_ GUARDED_BY(mutex_) = false;  // whether thread_ runs a task
  bool stopping_ GUARDED_BY(mutex_) = false;
  std::thread thread_;  // last member: the thread uses all members above
};

}  // namespace gongkai::ledger
