// Waiting for what another thread or process will do.
#pragma once

#include <chrono>
#include <thread>

namespace gongkai::support {

// Whether `holds` answers true before a time that only a broken program needs.
template <class Predicate>
bool Eventually(Predicate holds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(120);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

}  // namespace gongkai::support
