// Checks the whole log beside serving, at a bounded rate.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <thread>

#include "services/storage/database.h"

namespace gongkai::workflow {

// Makes one LogCheck, on a thread of its own, from construction on. Uses about a tenth of one core,
// says once a minute how far it is, and holds no snapshot but for a few milliseconds.
class FullCheck {
 public:
  // `database` must outlive this. `size` returns how many entries there are by now. `on_damage` is
  // called, on the thread, at the first finding.
  FullCheck(storage::Database& database, std::function<std::uint64_t()> size,
            std::function<void(const std::string&)> on_damage);

 private:
  void Run(const std::stop_token& stop);

  storage::Database& database_;
  const std::function<std::uint64_t()> size_;
  const std::function<void(const std::string&)> on_damage_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace gongkai::workflow
