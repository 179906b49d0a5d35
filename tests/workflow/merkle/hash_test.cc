#include "workflow/merkle/hash.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "workflow/base/digest.h"

namespace gongkai::merkle {
namespace {

// FIPS 180-2, appendix B.1.
constexpr std::string_view kAbc =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr std::string_view kNothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

std::string BytesOf(const Hash& hash) { return {hash.begin(), hash.end()}; }

TEST(MerkleHash, IsSha256) { EXPECT_EQ(ToHex(EmptyRoot()), kNothing); }

TEST(MerkleHash, PrefixesLeavesAndNodes) {
  const Hash left = LeafHash("left");
  const Hash right = LeafHash("right");
  EXPECT_EQ(LeafHash("entry"), base::Sha256(std::string("\x00", 1) + "entry").bytes());
  EXPECT_EQ(NodeHash(left, right), base::Sha256("\x01" + BytesOf(left) + BytesOf(right)).bytes());
}

TEST(MerkleHash, TakesLeavesAsTextAndAsBytes) {
  const std::vector<std::uint8_t> bytes = {'a', 0x00, 0xff};
  EXPECT_EQ(LeafHash(bytes), LeafHash(std::string(bytes.begin(), bytes.end())));
}

// A leaf that spells out two children must not hash to their parent, or whoever writes an entry
// could later show another tree under the same root.
TEST(MerkleHash, NoLeafPassesForANode) {
  const Hash left = LeafHash("left");
  const Hash right = LeafHash("right");
  const std::string children = BytesOf(left) + BytesOf(right);
  const Hash node = NodeHash(left, right);
  EXPECT_NE(LeafHash(children), node);
  EXPECT_NE(LeafHash("\x01" + children), node);
}

TEST(MerkleHash, AllThreadsHashAtOnce) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 2000;
  const auto chain = [] {
    Hash hash = EmptyRoot();
    for (int i = 0; i < kRounds; ++i) hash = NodeHash(hash, LeafHash(std::to_string(i)));
    return hash;
  };
  std::vector<Hash> results(kThreads);
  {
    std::vector<std::jthread> threads;
    for (Hash& result : results) threads.emplace_back([&] { result = chain(); });
  }
  EXPECT_EQ(results, std::vector<Hash>(kThreads, chain()));
}

TEST(MerkleHash, HexGoesThereAndBack) {
  Hash hash;
  for (std::size_t i = 0; i < hash.size(); ++i) hash[i] = static_cast<std::uint8_t>(i * 37);
  EXPECT_EQ(FromHex(ToHex(hash)), hash);
  EXPECT_EQ(FromHex(kAbc), base::Sha256("abc").bytes());
  EXPECT_EQ(FromHex("no hash"), std::nullopt) << "by the rules of base::Digest";
}

}  // namespace
}  // namespace gongkai::merkle
