// Keeps a bounded rate, so that a site goes on serving its visitors while it is checked.
#pragma once

#include <chrono>

namespace gongkai::cli::site {

// Lets at most so many turns begin in each second. For one thread.
class Pacer {
 public:
  // `per_second` is positive; 0 stands for no bound.
  explicit Pacer(double per_second);

  // Blocks until the next turn may begin.
  void Wait();

 private:
  const std::chrono::steady_clock::duration pause_;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace gongkai::cli::site
