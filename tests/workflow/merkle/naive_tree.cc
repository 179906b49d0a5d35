#include "tests/workflow/merkle/naive_tree.h"

namespace gongkai::merkle {

std::uint64_t LargestPowerBelow(std::uint64_t n) {
  std::uint64_t k = 1;
  while (k < n - k) k *= 2;
  return k;
}

Hash NaiveTree::Root(std::uint64_t size) { return Mth({0, size}); }

std::vector<Hash> NaiveTree::InclusionProof(std::uint64_t index, std::uint64_t size) {
  return Path(index, {0, size});
}

std::vector<Hash> NaiveTree::ConsistencyProof(std::uint64_t first, std::uint64_t second) {
  return Subproof(first, {0, second}, true);
}

Hash NaiveTree::Mth(Range d) {
  const std::uint64_t n = d.end - d.begin;
  if (n == 0) return EmptyRoot();
  if (n == 1) return leaves_[d.begin];
  const auto known = known_.find({d.begin, d.end});
  if (known != known_.end()) return known->second;
  const std::uint64_t k = LargestPowerBelow(n);
  const Hash hash = NodeHash(Mth({d.begin, d.begin + k}), Mth({d.begin + k, d.end}));
  known_[{d.begin, d.end}] = hash;
  return hash;
}

std::vector<Hash> NaiveTree::Path(std::uint64_t m, Range d) {
  const std::uint64_t n = d.end - d.begin;
  if (n == 1) return {};
  const std::uint64_t k = LargestPowerBelow(n);
  const Range left{d.begin, d.begin + k};
  const Range right{d.begin + k, d.end};
  std::vector<Hash> path = m < k ? Path(m, left) : Path(m - k, right);
  path.push_back(m < k ? Mth(right) : Mth(left));
  return path;
}

std::vector<Hash> NaiveTree::Subproof(std::uint64_t m, Range d, bool whole) {
  const std::uint64_t n = d.end - d.begin;
  if (m == n) return whole ? std::vector<Hash>{} : std::vector<Hash>{Mth(d)};
  const std::uint64_t k = LargestPowerBelow(n);
  const Range left{d.begin, d.begin + k};
  const Range right{d.begin + k, d.end};
  std::vector<Hash> proof = m <= k ? Subproof(m, left, whole) : Subproof(m - k, right, false);
  proof.push_back(m <= k ? Mth(right) : Mth(left));
  return proof;
}

std::string InclusionShape(std::uint64_t index, std::uint64_t size) {
  if (size == 1) return "";
  const std::uint64_t k = LargestPowerBelow(size);
  return index < k ? InclusionShape(index, k) + "R" : InclusionShape(index - k, size - k) + "L";
}

std::string ConsistencyShape(std::uint64_t first, std::uint64_t second) {
  if (first == second) return "=";
  std::string shape;
  bool whole = true;
  while (first != second) {
    const std::uint64_t k = LargestPowerBelow(second);
    if (first <= k) {
      shape.insert(0, "R");
      second = k;
    } else {
      shape.insert(0, "L");
      first -= k;
      second -= k;
      whole = false;
    }
  }
  return whole ? shape : "*" + shape;
}

std::vector<Hash> DistinctLeaves(std::uint64_t count) {
  std::vector<Hash> leaves;
  for (std::uint64_t i = 0; i < count; ++i) leaves.push_back(LeafHash(std::to_string(i)));
  return leaves;
}

}  // namespace gongkai::merkle
