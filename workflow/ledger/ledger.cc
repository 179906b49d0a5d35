#include "workflow/ledger/ledger.h"

#include <exception>
#include <utility>

#include "workflow/error/errors.h"
#include "workflow/ledger/batch.h"
#include "workflow/ledger/clock.h"
#include "workflow/ledger/denials.h"

namespace gongkai::ledger {
namespace {

constexpr std::size_t kMostReportsKept = 10'000;  // some 10 MiB
constexpr std::chrono::milliseconds kRetryWhenFull{5000};

}  // namespace

struct Ledger::Writer {
  explicit Writer(Store& store)
      : frontier(store.LoadFrontier()),
        clock(store.NewestTime()),
        revocations(std::make_shared<Revocations>(store.LoadRevocations())),
        memory({.reports = {}, .revocations = revocations, .in_force = revocations}) {}

  merkle::Frontier frontier;  // as of the last commit
  Clock clock;
  std::shared_ptr<const Revocations> revocations;  // as of the last commit
  Memory memory;
  Denials denials;
};

Ledger::Ledger(Store& store, Environment environment, Options options)
    : store_(store),
      environment_(std::move(environment)),
      options_(options),
      writer_(std::make_unique<Writer>(store)),
      queue_({.total = options_.queue, .per_key = options_.queue}),
      answering_(environment_.on_failure),
      thread_([this] { Run(); }) {}

Ledger::~Ledger() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  ready_.NotifyOne();
  thread_.join();
}

bool Ledger::Apply(Command command, Reply reply) {
  const std::string caller = command.actor.id.text();
  return Queue(
      caller,
      {.work = [command = std::move(command)](Batch& batch) { return batch.Apply(command); },
       .reply = std::move(reply)});
}

bool Ledger::Check(Command command, bool whole, Reply reply) {
  const std::string caller = command.actor.id.text();
  return Queue(caller, {.work = [command = std::move(command),
                                 whole](Batch& batch) { return batch.Check(command, whole); },
                        .reply = std::move(reply)});
}

bool Ledger::Refuse(Command command, std::optional<Error> refusal, Reply reply) {
  const std::string caller = command.actor.id.text();
  return Queue(caller, {.work = [command = std::move(command), refusal = std::move(refusal)](
                                    Batch& batch) { return batch.Refuse(command, refusal); },
                        .reply = std::move(reply)});
}

bool Ledger::KeepTime(Command command, Reply reply) {
  const std::string caller = command.actor.id.text();
  return Queue(
      caller,
      {.work = [command = std::move(command)](Batch& batch) { return batch.KeepTime(command); },
       .reply = std::move(reply)});
}

bool Ledger::KeepPolicy(Reply reply) {
  return Queue(
      base::ActorId::OfService("workflow").text(),
      {.work = [](Batch& batch) { return batch.KeepPolicy(); }, .reply = std::move(reply)});
}

void Ledger::RefuseAll(const std::string& damage) {
  const MutexLock lock(mutex_);
  damage_ = damage;
}

bool Ledger::Queue(const std::string& caller, Job job) {
  bool wake = false;
  {
    const MutexLock lock(mutex_);
    wake = queue_.empty();
    if (stopping_ || !queue_.TryPush(caller, std::move(job))) return false;
  }
  if (wake) ready_.NotifyOne();
  return true;
}

void Ledger::Run() try {
  for (;;) {
    std::vector<Job> jobs;
    std::optional<std::string> damage;
    {
      MutexLock lock(mutex_);
      while (!stopping_ && queue_.empty()) ready_.Wait(lock);
      if (queue_.empty()) return;
      while (!queue_.empty() && jobs.size() < options_.batch) jobs.push_back(queue_.Pop());
      damage = damage_;
    }
    std::vector<Result<Outcome>> answers;
    if (damage) {
      answers.assign(jobs.size(), errors::LogCorrupt(*damage));
    } else {
      Answer(jobs, answers);
    }
    const std::size_t count = jobs.size();
    answering_.Give(count, [jobs = std::move(jobs), answers = std::move(answers)]() mutable {
      for (std::size_t i = 0; i < jobs.size(); ++i) jobs[i].reply(std::move(answers[i]));
    });
    if (writer_->memory.reports.size() > kMostReportsKept) writer_->memory.reports.clear();
  }
} catch (const std::exception& failure) {
  environment_.on_failure(failure.what());
}

void Ledger::Answer(std::span<const Job> jobs, std::vector<Result<Outcome>>& answers) {
  const std::size_t before = answers.size();
  try {
    return RunBatch(jobs, answers);
  } catch (const StoreFull&) {
    GiveUp();
    answers.erase(answers.begin() + static_cast<std::ptrdiff_t>(before), answers.end());
    answers.insert(answers.end(), jobs.size(), errors::DiskFull(kRetryWhenFull));
    return environment_.on_disk_full();
  } catch (const StoreNotWritten& damage) {
    GiveUp();
    answers.erase(answers.begin() + static_cast<std::ptrdiff_t>(before), answers.end());
    if (jobs.size() == 1) {
      answers.emplace_back(errors::LogCorrupt(damage.what()));
      return;
    }
  }
  // One of them met damage: each for itself, the others are served.
  for (const Job& job : jobs) Answer({&job, 1}, answers);
}

void Ledger::GiveUp() {
  store_.Rollback();
  writer_->memory = {
      .reports = {}, .revocations = writer_->revocations, .in_force = writer_->revocations};
}

void Ledger::RunBatch(std::span<const Job> jobs, std::vector<Result<Outcome>>& answers) {
  const base::Time system_time = environment_.now();
  if (const base::Time now = writer_->clock.At(system_time); now > system_time) {
    environment_.on_clock_behind(now - system_time);
  }
  store_.Begin();
  Batch batch(store_, writer_->denials, writer_->clock, environment_, writer_->frontier,
              writer_->memory);
  for (const Job& job : jobs) {
    Result<Outcome>& answer = answers.emplace_back(job.work(batch));
    if (answer) answer->revocations = writer_->memory.in_force;
  }
  if (batch.frontier().size() == writer_->frontier.size()) return store_.Rollback();
  batch.Flush();
  store_.Commit();
  writer_->frontier = batch.frontier();
  writer_->revocations = writer_->memory.revocations;
  environment_.on_commit(writer_->frontier.size(), writer_->frontier.Root());
}

}  // namespace gongkai::ledger
