// The limit on recorded refusals: for each actor a burst, then one a minute. Further refusals are
// only counted, and the next recorded refusal holds the count, so nobody can fill the disk.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "workflow/base/time.h"

namespace gongkai::ledger {

// Decides whether a refusal is recorded as an entry DENIED: a token bucket for each actor. A
// restart of the process fills all buckets. One thread at a time.
class Denials {
 public:
  static constexpr int kBurst = 20;                  // refusals
  static constexpr std::chrono::minutes kRefill{1};  // for one more refusal

  // Takes one token of `actor`. Returns the number of refusals of `actor` that were not recorded
  // since the last recorded one, if this refusal is to be recorded; otherwise nullopt. `actor` may
  // be any key: Batch uses the actor's id together with the last service of `via`.
  std::optional<std::uint64_t> Admit(const std::string& actor, base::Time now);

 private:
  struct Bucket {
    int tokens = kBurst;
    base::Time refilled{};
    std::uint64_t suppressed = 0;
  };

  // One bucket for each key that was ever refused. The policy file lists the actors and services
  // that keys are made of, so the number of buckets is bounded.
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace gongkai::ledger
