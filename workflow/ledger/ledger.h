// The ledger: the one write path of the whole system. Nothing changes a report but a command that
// goes through here, and each change is one entry, in the same transaction.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "workflow/base/fair_queue.h"
#include "workflow/error/result.h"
#include "workflow/ledger/answering.h"
#include "workflow/ledger/command.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/store.h"
#include "workflow/merkle/hash.h"

namespace gongkai::ledger {

class Batch;

// What a command led to. Of a retry: what it led to the first time. Of a command that changed
// nothing: what is there.
struct Outcome {
  Record record;
  std::uint64_t position = 0;  // of the entry
  merkle::Hash hash{};         // of the entry
  bool replayed = false;
};

// One thread of its own takes whatever commands wait as one batch; while it works on one the next
// gathers. So the size of batches, and the number of flushes, regulate themselves. Each command is
// answered after its batch is durable, in the order in which they were worked on; see Answering.
class Ledger {
 public:
  struct Options {
    std::size_t queue = 4096;  // commands waiting past this are refused; see FairQueue
    std::size_t batch = 256;
  };

  // What the core does not read itself. Everything is called on the ledger's thread; on_failure,
  // where a reply throws, on the one that called it.
  struct Environment {
    std::function<std::int64_t()> now_us;
    std::function<void(std::span<std::uint8_t>)> fill_random;
    // Returns whether somebody holds a role, by the policy as it is now.
    std::function<bool(const std::string& id, machine::Role role)> holds_role;
    // Called after each commit with the log's new size and root, before the replies.
    std::function<void(std::uint64_t size, const merkle::Hash& root)> on_commit;
    // Called when a batch did not fit on the disk, and was rolled back.
    std::function<void()> on_disk_full;
    // Called for each batch while the system's clock is behind the newest entry, with how far.
    std::function<void(std::int64_t behind_us)> on_clock_behind;
    // Called when the store failed. What waits is never answered, for its
    // outcome is unknown: the process must end here, and restart decides.
    std::function<void(const std::string&)> on_failure;
  };

  // Called once, on one of the ledger's two threads and never while another is; must not block.
  using Reply = std::function<void(Result<Outcome>)>;

  // `store` must outlive the ledger, and nothing else may write to it.
  Ledger(Store& store, Environment environment, Options options);
  ~Ledger();  // answers what waits, then stops

  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  // Each queues a command and returns true; or returns false, with `reply` not called ever, if too
  // many wait. Thread-safe. See Batch for what they answer; besides: DISK_FULL and, where what is
  // to be written meets damage, LOG_CORRUPT; then nothing was written.
  bool Apply(Command command, Reply reply);
  bool Check(Command command, bool whole, Reply reply);
  bool Refuse(Command command, std::optional<Error> refusal, Reply reply);
  bool Revoke(Command command, Revocation revocation, Reply reply);

  // From now on answers every command with LOG_CORRUPT and writes nothing: what a decision would
  // stand on is not what was stored. Thread-safe.
  void RefuseAll(const std::string& damage);

 private:
  struct Job {
    std::function<Result<Outcome>(Batch&)> work;
    Reply reply;
  };

  bool Queue(const std::string& caller, Job job);
  void Run();
  // Answers the jobs, one for one.
  void Answer(std::span<const Job> jobs, std::vector<Result<Outcome>>& answers);
  // Runs the jobs as one batch, to the commit. Throws what the store throws.
  void RunBatch(std::span<const Job> jobs, std::vector<Result<Outcome>>& answers);
  // Forgets a batch that is not stored.
  void GiveUp();

  Store& store_;
  const Environment environment_;
  const Options options_;

  struct Writer;  // what the ledger's thread remembers from batch to batch
  std::unique_ptr<Writer> writer_;

  std::mutex mutex_;
  std::condition_variable ready_;
  FairQueue<Job> queue_;               // by actor; guarded by mutex_
  bool stopping_ = false;              // guarded by mutex_
  std::optional<std::string> damage_;  // guarded by mutex_
  Answering answering_;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace gongkai::ledger
