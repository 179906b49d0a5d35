// Waiting for what another process does in its own time.
#pragma once

#include <chrono>
#include <thread>

namespace gongkai::e2e {

// Asks until `holds` answers true: true; or, far longer than anything here takes, false.
template <class Condition>
bool Eventually(const Condition& holds) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(120);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

}  // namespace gongkai::e2e
