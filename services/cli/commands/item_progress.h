// Shows how far a long check has come.
#pragma once

#include <chrono>
#include <cstddef>
#include <iosfwd>
#include <string>

#include "services/cli/view/terminal.h"

namespace gongkai::cli {

// Draws one line with the number of items and the one that is being done, at most ten times a second, if the terminal
// is interactive. Otherwise prints nothing. The destructor removes the line.
class ItemProgress {
 public:
  // `total` is the number of items, 0 where it is not known. `out` must outlive this.
  ItemProgress(std::size_t total, const Terminal& terminal, std::ostream& out)
      : total_(total), terminal_(terminal), out_(out) {}
  ~ItemProgress();

  ItemProgress(const ItemProgress&) = delete;
  ItemProgress& operator=(const ItemProgress&) = delete;

  // Counts the item, which is done next.
  void Begin(const std::string& name);

 private:
  using Clock = std::chrono::steady_clock;

  const std::size_t total_;
  const Terminal terminal_;
  std::ostream& out_;
  std::size_t count_ = 0;
  Clock::time_point drawn_{};
  bool is_drawn_ = false;
};

}  // namespace gongkai::cli
