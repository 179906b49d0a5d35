// The ledger: the one write path of the whole system. Nothing changes a report but a command that
// goes through here, and each change is one entry, in the same transaction.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "workflow/error/result.h"
#include "workflow/ledger/command.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/store.h"
#include "workflow/merkle/hash.h"

namespace gongkai::ledger {

// What a command led to. Of a retry: what it led to the first time.
struct Outcome {
  Record record;
  std::uint64_t position = 0;  // of its entry
  merkle::Hash hash{};         // of its entry
  bool replayed = false;
};

// One thread of its own takes whatever commands wait as one batch, and answers each after the batch
// is durable; while one batch is flushed the next gathers. So the size of batches, and the number
// of flushes, regulate themselves.
class Ledger {
 public:
  struct Options {
    std::size_t queue = 4096;  // commands waiting past this are refused
    std::size_t batch = 256;
  };

  // What the core does not read itself.
  struct Environment {
    std::function<std::int64_t()> now_us;
    std::function<void(std::span<std::uint8_t>)> fill_random;
    // Called on the ledger's thread after each commit with the log's new size, before the replies.
    std::function<void(std::uint64_t)> on_commit;
    // Called on the ledger's thread when the store failed. What waits is never answered, for its
    // outcome is unknown: the process must end here, and restart decides.
    std::function<void(const std::string&)> on_failure;
  };

  // Called once, on the ledger's thread; must not block.
  using Reply = std::function<void(Result<Outcome>)>;

  // `store` must outlive the ledger, and nothing else may write to it.
  Ledger(Store& store, Environment environment, Options options);
  ~Ledger();  // answers what waits, then stops

  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  // Queues a command; false, with `reply` not called ever, if too many wait. Any thread.
  bool Submit(Command command, Reply reply);

 private:
  struct Job {
    Command command;
    Reply reply;
  };

  void Run();

  Store& store_;
  const Environment environment_;
  const Options options_;

  std::mutex mutex_;
  std::condition_variable ready_;
  std::vector<Job> queue_;  // guarded by mutex_
  bool stopping_ = false;   // guarded by mutex_
  std::thread thread_;      // last: it uses all of the above
};

}  // namespace gongkai::ledger
