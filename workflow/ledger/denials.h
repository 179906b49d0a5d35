// How many refusals of one actor the ledger records: a burst, then one a minute. Refusals past that
// are counted and told with the next one recorded, so that nobody can fill the disk with them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

namespace gongkai::ledger {

// For one thread at a time. Starts afresh with the process.
class Denials {
 public:
  static constexpr int kBurst = 20;
  static constexpr std::int64_t kRefillUs = 60'000'000;

  // Whether a refusal of `actor` now is to be recorded: then how many before it were not.
  std::optional<std::uint64_t> Admit(const std::string& actor, std::int64_t now_us);

 private:
  struct Bucket {
    int tokens = kBurst;
    std::int64_t refilled_us = 0;
    std::uint64_t suppressed = 0;
  };

  // One for each actor who was ever refused; actors are those of the policy file.
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace gongkai::ledger
