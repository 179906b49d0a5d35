// The published reference tree, and trees of up to a million leaves, from vectors/.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "tests/workflow/merkle/stored_tree.h"
#include "workflow/base/digest.h"
#include "workflow/merkle/proof.h"

namespace gongkai::merkle {
namespace {

nlohmann::json Vectors(const std::string& name) {
  return nlohmann::json::parse(
      std::ifstream(GONGKAI_SOURCE_DIR "/tests/workflow/merkle/vectors/" + name));
}

std::vector<std::string> ToHex(std::span<const Hash> hashes) {
  std::vector<std::string> hex;
  for (const Hash& hash : hashes) hex.push_back(merkle::ToHex(hash));
  return hex;
}

std::string BytesOf(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

using Lines = std::vector<std::string>;

class ReferenceTree : public testing::Test {
 protected:
  ReferenceTree() {
    for (const auto& input : vectors_["leaf_inputs"]) tree_.Append(LeafHash(BytesOf(input)));
  }

  Hash RootOf(std::uint64_t size) const {
    return *FromHex(vectors_["roots"][size].get<std::string>());
  }

  const nlohmann::json vectors_ = Vectors("reference_tree_sha256.json");
  StoredTree tree_;
};

TEST_F(ReferenceTree, HasTheLeafHashes) {
  ASSERT_EQ(vectors_["leaf_hashes"].size(), 8u);
  for (std::uint64_t i = 0; i < 8; ++i) {
    EXPECT_EQ(merkle::ToHex(tree_.reader()({0, i})), vectors_["leaf_hashes"][i].get<std::string>())
        << i;
  }
}

TEST_F(ReferenceTree, HasTheRootAndFrontierOfEverySize) {
  Frontier frontier;
  for (std::uint64_t size = 0; size <= 8; ++size) {
    Lines expected;
    for (const auto& node : vectors_["frontiers"][std::to_string(size)]) {
      expected.push_back(node["hash"]);
    }
    EXPECT_EQ(ToHex(frontier.hashes()), expected) << size;
    EXPECT_EQ(frontier.Root(), RootOf(size)) << size;
    EXPECT_EQ(RootAt(size, tree_.reader()), RootOf(size)) << size;
    if (size < 8) frontier.Append(tree_.reader()({0, size}), [](NodeId, const Hash&) {});
  }
}

TEST_F(ReferenceTree, HasTheInclusionProofs) {
  ASSERT_EQ(vectors_["inclusion"].size(), 36u);
  for (const auto& vector : vectors_["inclusion"]) {
    const std::uint64_t index = vector["index"];
    const std::uint64_t size = vector["size"];
    const std::vector<Hash> proof = InclusionProof(index, size, tree_.reader());
    EXPECT_EQ(ToHex(proof), vector["proof"].get<Lines>()) << index << " in " << size;
    EXPECT_TRUE(VerifyInclusion(tree_.reader()({0, index}), index, size, proof, RootOf(size)))
        << index << " in " << size;
  }
}

TEST_F(ReferenceTree, HasTheConsistencyProofs) {
  ASSERT_EQ(vectors_["consistency"].size(), 36u);
  for (const auto& vector : vectors_["consistency"]) {
    const std::uint64_t first = vector["size1"];
    const std::uint64_t second = vector["size2"];
    const std::vector<Hash> proof = ConsistencyProof(first, second, tree_.reader());
    EXPECT_EQ(ToHex(proof), vector["proof"].get<Lines>()) << first << " to " << second;
    EXPECT_TRUE(VerifyConsistency(first, second, proof, RootOf(first), RootOf(second)))
        << first << " to " << second;
  }
}

TEST(LargeTrees, HaveTheRootsAndFrontiersUpToAMillionLeaves) {
  const nlohmann::json vectors = Vectors("large_trees_sha256.json");
  const auto roots = vectors["roots"].get<std::map<std::string, std::string>>();
  Frontier frontier;
  std::size_t seen = 0;
  for (std::uint64_t size = 1; size <= 1'000'000; ++size) {
    frontier.Append(LeafHash(std::to_string(size - 1)), [](NodeId, const Hash&) {});
    const auto root = roots.find(std::to_string(size));
    if (root == roots.end()) continue;
    ++seen;
    EXPECT_EQ(merkle::ToHex(frontier.Root()), root->second) << size;
    Lines expected;
    for (const auto& node : vectors["frontier_levels_and_hashes"][root->first]) {
      expected.push_back(node[1]);
    }
    EXPECT_EQ(ToHex(frontier.hashes()), expected) << size;
  }
  EXPECT_EQ(seen, roots.size());
  EXPECT_TRUE(roots.contains("1000000"));
}

TEST(LargeTrees, HaveTheProofsAt70000Leaves) {
  const nlohmann::json vectors = Vectors("large_trees_sha256.json");
  StoredTree tree;
  for (int i = 0; i < 70'000; ++i) tree.Append(LeafHash(std::to_string(i)));
  const ReadNode read = tree.reader();
  const auto expect = [&](const std::string& name, const std::vector<Hash>& proof) {
    EXPECT_EQ(ToHex(proof), vectors["sample_proofs"].at(name).get<Lines>()) << name;
  };
  for (const std::uint64_t index : {0u, 12345u, 69999u}) {
    expect("incl_" + std::to_string(index) + "_in_70000", InclusionProof(index, 70000, read));
  }
  for (const std::uint64_t first : {1000u, 65536u, 69999u}) {
    expect("cons_" + std::to_string(first) + "_to_70000", ConsistencyProof(first, 70000, read));
  }
}

// One digest over all proofs of all sizes up to `largest`.
class Accumulator : public testing::TestWithParam<std::uint64_t> {
 protected:
  Accumulator() {
    for (std::uint64_t i = 0; i < GetParam(); ++i) {
      tree_.Append(LeafHash(std::string(1, static_cast<char>(i))));
    }
  }

  void Add(std::uint64_t m, std::uint64_t n, const std::vector<Hash>& proof) {
    std::string line = std::to_string(m) + " " + std::to_string(n);
    for (const std::string& hash : ToHex(proof)) line += " " + hash;
    stream_.Update(line + "\n");
  }

  std::string Finish() { return stream_.Finish().ToHex(); }

  const nlohmann::json expected_ =
      Vectors("accumulators.json").at("max" + std::to_string(GetParam()));
  StoredTree tree_;
  const ReadNode read_ = tree_.reader();

 private:
  base::Sha256Stream stream_;
};

TEST_P(Accumulator, OfInclusionProofs) {
  for (std::uint64_t n = 1; n <= GetParam(); ++n) {
    for (std::uint64_t m = 0; m < n; ++m) Add(m, n, InclusionProof(m, n, read_));
  }
  EXPECT_EQ(Finish(), expected_["inclusion"].get<std::string>());
}

TEST_P(Accumulator, OfConsistencyProofs) {
  for (std::uint64_t n = 1; n <= GetParam(); ++n) {
    for (std::uint64_t m = 1; m <= n; ++m) Add(m, n, ConsistencyProof(m, n, read_));
  }
  EXPECT_EQ(Finish(), expected_["consistency"].get<std::string>());
}

INSTANTIATE_TEST_SUITE_P(UpTo, Accumulator, testing::Values(130, 256),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace gongkai::merkle
