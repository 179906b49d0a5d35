// Checks the whole log while the log is served, at a bounded rate.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "services/workflow/store/engine.h"

namespace gongkai::workflow {

// Runs a LogCheck over the whole log on its own thread, from the constructor on. Uses about a tenth
// of one core, and logs the progress once a minute. The destructor stops the check and waits for the
// thread.
class FullCheck {
 public:
  // `size` returns the number of entries now, for the progress. `on_damage` is called at most once,
  // on the thread of the check, with what was found: the message of a ledger::StoreDamaged. After
  // any other exception the check goes on in a minute.
  FullCheck(std::unique_ptr<LogCheck> check, std::function<std::uint64_t()> size,
            std::function<void(const std::string&)> on_damage);

 private:
  void Run(const std::stop_token& stop);

  const std::unique_ptr<LogCheck> check_;
  const std::function<std::uint64_t()> size_;
  const std::function<void(const std::string&)> on_damage_;
  std::jthread thread_;  // last: uses all members above
};

}  // namespace gongkai::workflow
