#include "workflow/merkle/tree.h"

#include <algorithm>

namespace gongkai::merkle {

std::optional<Frontier> Frontier::Load(std::uint64_t size, std::span<const Hash> hashes) {
  Frontier frontier;
  frontier.size_ = size;
  if (hashes.size() != frontier.count()) return std::nullopt;
  std::ranges::copy(hashes, frontier.hashes_.begin());
  return frontier;
}

std::optional<Hash> Frontier::Find(NodeId node) const {
  const std::uint64_t nodes = size_ >> node.level;  // complete ones on this level
  if (nodes % 2 == 0 || node.index != nodes - 1) return std::nullopt;
  return hashes_[static_cast<std::size_t>(std::popcount(nodes)) - 1];
}

Hash Frontier::Root() const {
  if (size_ == 0) return EmptyRoot();
  Hash root = hashes_[count() - 1];
  for (std::size_t i = count() - 1; i > 0; --i) root = NodeHash(hashes_[i - 1], root);
  return root;
}

}  // namespace gongkai::merkle
