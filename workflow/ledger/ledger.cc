#include "workflow/ledger/ledger.h"

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

#include "workflow/ledger/batch.h"
#include "workflow/ledger/denials.h"

namespace gongkai::ledger {
namespace {

constexpr std::size_t kMostRecordsKept = 10'000;  // some 10 MiB

}  // namespace

Ledger::Ledger(Store& store, Environment environment, Options options)
    : store_(store),
      environment_(std::move(environment)),
      options_(options),
      thread_([this] { Run(); }) {}

Ledger::~Ledger() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  ready_.notify_one();
  thread_.join();
}

bool Ledger::Submit(Command command, Reply reply) {
  bool wake = false;
  {
    const std::scoped_lock lock(mutex_);
    if (stopping_ || queue_.size() >= options_.queue) return false;
    wake = queue_.empty();
    queue_.push_back({std::move(command), std::move(reply)});
  }
  if (wake) ready_.notify_one();
  return true;
}

void Ledger::Run() try {
  Denials denials;
  merkle::Frontier frontier = store_.LoadFrontier();
  Records records;
  std::vector<Job> jobs;
  std::vector<Result<Outcome>> answers;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      ready_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      const std::size_t count = std::min(queue_.size(), options_.batch);
      const auto end = std::next(queue_.begin(), static_cast<std::ptrdiff_t>(count));
      std::move(queue_.begin(), end, std::back_inserter(jobs));
      queue_.erase(queue_.begin(), end);
    }
    store_.Begin();
    Batch batch(store_, denials, environment_, frontier, records);
    for (const Job& job : jobs) answers.push_back(batch.Apply(job.command));
    if (batch.frontier().size() > frontier.size()) {
      batch.Flush();
      store_.Commit();
      frontier = batch.frontier();
      environment_.on_commit(frontier.size());
    } else {
      store_.Rollback();
    }
    for (std::size_t i = 0; i < jobs.size(); ++i) jobs[i].reply(std::move(answers[i]));
    jobs.clear();
    answers.clear();
    if (records.size() > kMostRecordsKept) records.clear();
  }
} catch (const std::exception& failure) {
  environment_.on_failure(failure.what());
}

}  // namespace gongkai::ledger
