// Checks the whole log beside serving, at a bounded rate.
#pragma once

#include <functional>
#include <string>
#include <thread>

#include "services/storage/database.h"

namespace gongkai::workflow {

// One pass, on a thread of its own, from construction on: SQLite's own integrity check, then every
// entry: its bytes hash to what is stored, are canonical and chained to the report's entry before,
// and every node of the tree is that of its leaves. Uses about a tenth of one core.
class FullCheck {
 public:
  // `database` must outlive this. `on_damage` is called, on the thread, at the first finding.
  FullCheck(storage::Database& database, std::function<void(const std::string&)> on_damage);

 private:
  void Run(const std::stop_token& stop);
  void CheckEntries(const std::stop_token& stop);

  storage::Database& database_;
  const std::function<void(const std::string&)> on_damage_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace gongkai::workflow
