// Checks the whole log while the log is served, at a bounded rate.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <thread>

#include "services/lib/sql/database.h"

namespace gongkai::workflow {

// Runs one LogCheck over the whole log on its own thread, from the constructor on. Uses about a
// tenth of one core, logs the progress once a minute, and holds each snapshot for a few
// milliseconds only. The destructor stops the check and waits for the thread.
class FullCheck {
 public:
  // `size` returns the number of entries now, for the progress. `on_damage` is called at most once,
  // on the thread of the check, with what was found: a CorruptError, or a DiskError. After any other
  // exception the check goes on in a minute. `database` must outlive this.
  FullCheck(sql::Database& database, std::function<std::uint64_t()> size,
            std::function<void(const std::string&)> on_damage);

 private:
  void Run(const std::stop_token& stop);

  sql::Database& database_;
  const std::function<std::uint64_t()> size_;
  const std::function<void(const std::string&)> on_damage_;
  std::jthread thread_;  // last: uses all members above
};

}  // namespace gongkai::workflow
