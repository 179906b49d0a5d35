// RFC 6962 §2.1, word by word, to hold the real code against: slow, recursive, and written without
// looking at it. Kept for ever.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "workflow/merkle/hash.h"

namespace gongkai::merkle {

class NaiveTree {
 public:
  explicit NaiveTree(std::vector<Hash> leaf_hashes) : leaves_(std::move(leaf_hashes)) {}

  const Hash& leaf(std::uint64_t index) const { return leaves_[index]; }

  Hash Root(std::uint64_t size);
  std::vector<Hash> InclusionProof(std::uint64_t index, std::uint64_t size);
  std::vector<Hash> ConsistencyProof(std::uint64_t first, std::uint64_t second);

 private:
  // D[begin:end] of the RFC.
  struct Range {
    std::uint64_t begin;
    std::uint64_t end;
  };

  Hash Mth(Range d);
  std::vector<Hash> Path(std::uint64_t m, Range d);
  std::vector<Hash> Subproof(std::uint64_t m, Range d, bool whole);

  std::vector<Hash> leaves_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, Hash> known_;  // what Mth answered
};

// The largest power of two smaller than n, which is 2 or more.
std::uint64_t LargestPowerBelow(std::uint64_t n);

// On which side ('L', 'R') of the hash so far each hash of the proof goes. Two claims whose proofs
// have one shape are one computation, which no verifier can tell apart.
std::string InclusionShape(std::uint64_t index, std::uint64_t size);

// The same; "=" for equal sizes, and a leading '*' if the proof itself gives the first hash.
std::string ConsistencyShape(std::uint64_t first, std::uint64_t second);

// `count` leaf hashes, each of another leaf.
std::vector<Hash> DistinctLeaves(std::uint64_t count);

}  // namespace gongkai::merkle
