// Names as the services make them: their order in time decides where they fall in an index.
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "workflow/base/time.h"

namespace gongkai::bench {

// For one thread at a time.
class Ids {
 public:
  explicit Ids(std::uint64_t seed) : random_(seed) {}

  // A UUID of version 7 of this time.
  std::string RequestId(base::Time time);
  // {report} as intake makes it: "r", 12 hex digits of the time, "-", 12 random ones.
  std::string ReportId(base::Time time);
  // A digest of nothing in particular: 64 hex digits.
  std::string Digest();

  std::uint64_t Below(std::uint64_t limit) {
    return std::uniform_int_distribution<std::uint64_t>(0, limit - 1)(random_);
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace gongkai::bench
