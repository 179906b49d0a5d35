// What a run is told from outside.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

namespace gongkai::fault {

// The number that the environment gives, or `otherwise`.
inline std::uint64_t FromEnvironment(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::stoull(text);
}

// Of GONGKAI_SEED, or another with each run; printed, to repeat what was found.
inline std::uint64_t Seed() {
  const std::uint64_t seed = FromEnvironment("GONGKAI_SEED", std::random_device{}());
  std::cout << "GONGKAI_SEED=" << seed << std::endl;
  return seed;
}

}  // namespace gongkai::fault
