// The nodes of a tree as a log keeps them: two append-only arrays, one of leaf hashes by index, one
// of inner nodes by Position.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "workflow/merkle/hash.h"
#include "workflow/merkle/proof.h"
#include "workflow/merkle/tree.h"

namespace gongkai::merkle {

class StoredTree {
 public:
  void Append(const Hash& leaf) {
    frontier_.Append(leaf, [this](NodeId node, const Hash& hash) {
      EXPECT_EQ(Position(node), inner_.size()) << "level " << node.level << " index " << node.index;
      inner_.push_back(hash);
    });
    leaves_.push_back(leaf);
  }

  const Frontier& frontier() const { return frontier_; }
  std::uint64_t inner_nodes() const { return inner_.size(); }

  // Valid while the tree is.
  ReadNode reader() const {
    return [this](NodeId node) {
      return node.level == 0 ? leaves_.at(node.index) : inner_.at(Position(node));
    };
  }

 private:
  Frontier frontier_;
  std::vector<Hash> leaves_;
  std::vector<Hash> inner_;
};

}  // namespace gongkai::merkle
