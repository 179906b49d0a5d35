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
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  came_.notify_one();
  thread_.join();
}

void Answering::Give(std::size_t answers, Task task) {
  {
    std::unique_lock lock(mutex_);
    taken_.wait(lock, [this] { return !waiting_; });
    if (answers >= kMany || busy_) {
      waiting_ = std::move(task);
      lock.unlock();
      came_.notify_one();
      return;
    }
  }
  RunOne(task);
}

void Answering::Run() {
  for (;;) {
    Task task;
    {
      std::unique_lock lock(mutex_);
      busy_ = false;
      came_.wait(lock, [this] { return stopping_ || waiting_; });
      if (!waiting_) return;
      task = std::exchange(waiting_, nullptr);
      busy_ = true;
    }
    taken_.notify_one();
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
