// The ledger: the only write path of the whole system. Only a command to the ledger changes a
// report, and each change appends one entry in the same transaction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "workflow/base/actor_id.h"
#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/fair_queue.h"
#include "workflow/base/mutex.h"
#include "workflow/base/thread_annotations.h"
#include "workflow/base/time.h"
#include "workflow/error/result.h"
#include "workflow/ledger/answering.h"
#include "workflow/ledger/command.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/revocations.h"
#include "workflow/ledger/store.h"
#include "workflow/merkle/hash.h"

namespace gongkai::ledger {

class Batch;

// Holds the result of a command. The result of a retry is the first result. The result of a command
// that changed nothing is the report as it is, with the report's newest entry.
struct Outcome {
  Record record;
  base::EntryIndex position{};  // of the entry
  merkle::Hash hash{};          // leaf hash of the entry
  bool replayed = false;        // whether the command was a retry
  // By which the ledger decided. Never null in an answer of Ledger.
  std::shared_ptr<const Revocations> revocations = {};
};

// A policy with its file, which the log keeps.
struct PolicyInForce {
  base::Digest digest;    // SHA-256 of `text`
  std::string_view text;  // the whole file; valid until the next batch
  ReviewPolicy review;    // with this digest
  std::vector<Revocation> revocations;
};

// Decides on commands and appends their entries to the log. One thread of the ledger takes the
// commands that wait as one batch, while the next batch gathers. So the size of batches and the
// number of flushes adapt to the load. A reply is called after the batch of its command is durable.
// Replies are called in the order in which the commands were applied; see Answering.
//
//   Ledger ledger(store, environment, Ledger::Options{});
//   const bool queued = ledger.Apply(command, [](Result<Outcome> result) {
//     Finish(result ? Status() : Status(result.error()));
//   });
//   if (!queued) Finish(errors::Overloaded(kRetryAfter));
class Ledger {
 public:
  struct Options {
    std::size_t queue = 4096;  // commands that may wait, shared by all actors as in FairQueue
    std::size_t batch = 256;   // commands in a batch, at most
  };

  // Provides what the core does not read itself. All functions are called on the ledger's thread,
  // with one exception: if a reply throws, on_failure is called on the thread that called the
  // reply.
  struct Environment {
    // Returns the system's time.
    std::function<base::Time()> now;
    // Fills the span with random bytes.
    std::function<void(std::span<std::uint8_t>)> fill_random;
    // Returns the policy that the decisions of a batch go by. Called at the beginning of each batch;
    // the functions below answer by that policy until the next call. What it returns is valid until
    // then. A null function, or null: the log keeps no policy, and each command is decided by what it
    // brings.
    std::function<const PolicyInForce*()> policy = {};
    // Returns the identity `id` as the policy has it at `time`; an actor without roles, if it does not
    // know the identity.
    std::function<machine::Actor(const base::ActorId& id, base::Time time)> actor_of;
    // Returns the people who hold the role at `time`, by the policy. Null: nobody asks.
    std::function<std::vector<machine::Actor>(machine::Role role, base::Time time)> holders = {};
    // Returns the terms of a report that is as in `record`, with told kNothing. `entered`: the report
    // has just come into its stage; otherwise start and days of the terms stay as they are. Null:
    // reports have no terms.
    std::function<Schedule(const Record& record, bool entered)> schedule = {};
    // Called after each commit, before the replies, with the log's new size and root.
    std::function<void(std::uint64_t size, const merkle::Hash& root)> on_commit;
    // Called after a batch did not fit on the disk and was rolled back.
    std::function<void()> on_disk_full;
    // Called for each batch while the system's clock is behind the newest entry, with the
    // difference.
    std::function<void(std::chrono::microseconds behind)> on_clock_behind;
    // Called if the store failed or a reply threw. The function must end the process. Replies that
    // were not called yet may never be called: only the restart shows the outcome of their
    // commands.
    std::function<void(const std::string&)> on_failure;
  };

  // Called once, on one of the ledger's two threads, one reply at a time. A reply must not block.
  using Reply = std::function<void(Result<Outcome>)>;

  // `store` must outlive this. Nothing else may write to `store`.
  Ledger(Store& store, Environment environment, Options options);

  // Applies all queued commands, calls their replies, then stops both threads.
  ~Ledger();

  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  // Each function queues a call of the Batch function of the same name and returns true. Returns
  // false if too many commands wait, or during shutdown; then `reply` is never called. `reply` gets
  // the result. After DISK_FULL or LOG_CORRUPT nothing of the command is stored. Thread-safe.
  // Errors: those of the Batch function, DISK_FULL, LOG_CORRUPT if the store is damaged where the
  // batch writes, and after RefuseAll.
  bool Apply(Command command, Reply reply);
  bool Check(Command command, bool whole, Reply reply);
  bool Refuse(Command command, std::optional<Error> refusal, Reply reply);
  bool KeepTime(Command command, Reply reply);
  bool KeepPolicy(Reply reply);

  // Makes all later batches reply LOG_CORRUPT and write nothing, because the stored data that
  // decisions depend on is damaged. `damage` becomes part of the error. Thread-safe.
  void RefuseAll(const std::string& damage);

 private:
  struct Job {
    std::function<Result<Outcome>(Batch&)> work;
    Reply reply;
  };

  bool Queue(const std::string& caller, Job job) EXCLUDES(mutex_);
  // Runs on thread_ until shutdown.
  void Run();
  // Appends one result for each job to `answers`. If a batch meets damage, retries each job alone.
  void Answer(std::span<const Job> jobs, std::vector<Result<Outcome>>& answers);
  // Runs the jobs as one batch, to the commit. Throws the store's exceptions.
  void RunBatch(std::span<const Job> jobs, std::vector<Result<Outcome>>& answers);
  // Rolls the batch back and drops the cache.
  void GiveUp();

  Store& store_;
  const Environment environment_;
  const Options options_;

  struct Writer;  // the state that thread_ keeps between batches
  std::unique_ptr<Writer> writer_;

  Mutex mutex_;
  ConditionVariable ready_;
  FairQueue<Job> queue_ GUARDED_BY(mutex_);  // by actor
  bool stopping_ GUARDED_BY(mutex_) = false;
  std::optional<std::string> damage_ GUARDED_BY(mutex_);
  Answering answering_;
  std::thread thread_;  // last member: the thread uses all members above
};

}  // namespace gongkai::ledger
