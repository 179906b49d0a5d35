#include "workflow/ledger/answering.h"

#include <exception>
#include <utility>

namespace gongkai::ledger {
namespace {

// Fewer than this many are given sooner than a thread wakes up.
constexpr std::size_t kMany = 8;

}  // namespace

Answering::Answering(std::function<void(const std::string&)> on_failure)
    : on_failure_(std::move(on_failure)), thread_([this] { Run(); }) {}

Answering::~Answering() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  came_.NotifyOne();
  thread_.join();
}

void Answering::Give(std::size_t answers, Task task) {
  {
    MutexLock lock(mutex_);
    while (waiting_) taken_.Wait(lock);
    if (answers >= kMany || busy_) {
      waiting_ = std::move(task);
      lock.Unlock();
      came_.NotifyOne();
      return;
    }
  }
  RunOne(task);
}

void Answering::Run() {
  for (;;) {
    Task task;
    {
      MutexLock lock(mutex_);
      busy_ = false;
      while (!stopping_ && !waiting_) came_.Wait(lock);
      if (!waiting_) return;
      task = std::exchange(waiting_, nullptr);
      busy_ = true;
    }
    taken_.NotifyOne();
    RunOne(task);
  }
}

void Answering::RunOne(const Task& task) {
  try {
    task();
  } catch (const std::exception& failure) {
    on_failure_(failure.what());
  }
}

}  // namespace gongkai::ledger
