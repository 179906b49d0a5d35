#include "services/cli/commands/proof_check.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "services/cli/commands/failure.h"
#include "workflow/merkle/proof.h"
#include "workflow/merkle/tree.h"

namespace gongkai::cli {
namespace {

// A log of seven entries and what an honest server says of it.
class ProofCheck : public testing::Test {
 protected:
  static constexpr int kSize = 7;
  static constexpr int kEntry = 2;
  static constexpr int kFirst = 3;

  ProofCheck() {
    merkle::Frontier frontier;
    for (int i = 0; i < kSize; ++i) {
      audit::v1::Leaf leaf;
      leaf.set_index_plus_one(static_cast<std::uint64_t>(i) + 1);
      leaf.set_actor("user/li-na");
      leaves_.push_back(leaf.SerializeAsString());
      const merkle::Hash hash = merkle::LeafHash(leaves_.back());
      nodes_[{0, i}] = hash;
      frontier.Append(hash, [&](merkle::NodeId id, const merkle::Hash& node) {
        nodes_[{id.level, id.index}] = node;
      });
    }
    inclusion_request_.set_name("entries/2");
    inclusion_.set_position(kEntry);
    inclusion_.set_leaf(leaves_[kEntry]);
    inclusion_.set_entry_hash(merkle::ToHex(merkle::LeafHash(leaves_[kEntry])));
    SetHead(*inclusion_.mutable_tree_head(), kSize);
    for (const auto& hash : merkle::InclusionProof(kEntry, kSize, Read())) {
      inclusion_.add_hashes(merkle::ToHex(hash));
    }
    consistency_request_.set_first_tree_size(kFirst);
    SetHead(*consistency_.mutable_first(), kFirst);
    SetHead(*consistency_.mutable_second(), kSize);
    for (const auto& hash : merkle::ConsistencyProof(kFirst, kSize, Read())) {
      consistency_.add_hashes(merkle::ToHex(hash));
    }
  }

  merkle::ReadNode Read() const {
    return [this](merkle::NodeId id) { return nodes_.at({id.level, id.index}); };
  }

  void SetHead(audit::v1::TreeHead& head, int size) const {
    head.set_tree_size(size);
    head.set_root_hash(merkle::ToHex(merkle::RootAt(static_cast<std::uint64_t>(size), Read())));
  }

  // How the check ends after `change` was made to what the server sent.
  ExitCode Inclusion(const std::function<void(audit::v1::InclusionProof&)>& change,
                     const std::string& root = "") const {
    audit::v1::InclusionProof proof = inclusion_;
    change(proof);
    try {
      CheckInclusion(proof, inclusion_request_, root);
    } catch (const Failure& failure) {
      return failure.code;
    }
    return ExitCode::kOk;
  }

  ExitCode Consistency(const std::function<void(audit::v1::ConsistencyProof&)>& change,
                       const std::string& root = "") const {
    audit::v1::ConsistencyProof proof = consistency_;
    change(proof);
    try {
      CheckConsistency(proof, consistency_request_, root);
    } catch (const Failure& failure) {
      return failure.code;
    }
    return ExitCode::kOk;
  }

  std::map<std::pair<unsigned, std::uint64_t>, merkle::Hash> nodes_;
  std::vector<std::string> leaves_;
  audit::v1::GetInclusionProofRequest inclusion_request_;
  audit::v1::InclusionProof inclusion_;
  audit::v1::GetConsistencyProofRequest consistency_request_;
  audit::v1::ConsistencyProof consistency_;
};

const std::string kOtherHash(64, '0');

TEST_F(ProofCheck, BelievesAnHonestServer) {
  EXPECT_EQ(Inclusion([](auto&) {}), ExitCode::kOk);
  EXPECT_EQ(Inclusion([](auto&) {}, inclusion_.tree_head().root_hash()), ExitCode::kOk);
  EXPECT_EQ(CheckInclusion(inclusion_, inclusion_request_, "").actor(), "user/li-na");
  EXPECT_EQ(Consistency([](auto&) {}), ExitCode::kOk);
  EXPECT_EQ(Consistency([](auto&) {}, consistency_.first().root_hash()), ExitCode::kOk);
}

TEST_F(ProofCheck, FindsAnEntryThatIsNotInTheTree) {
  EXPECT_EQ(Inclusion([](auto& p) { p.mutable_leaf()->back() ^= 1; }), ExitCode::kDataLoss);
  EXPECT_EQ(Inclusion([](auto& p) { p.set_entry_hash(kOtherHash); }), ExitCode::kDataLoss);
  EXPECT_EQ(Inclusion([](auto& p) { p.set_hashes(1, kOtherHash); }), ExitCode::kDataLoss);
  EXPECT_EQ(Inclusion([](auto& p) { p.mutable_hashes()->RemoveLast(); }), ExitCode::kDataLoss);
  EXPECT_EQ(Inclusion([](auto& p) { p.set_hashes(0, "not a hash"); }), ExitCode::kDataLoss);
  EXPECT_EQ(Inclusion([](auto& p) { p.mutable_tree_head()->set_root_hash(kOtherHash); }),
            ExitCode::kDataLoss);
}

TEST_F(ProofCheck, FindsAProofOfSomethingElse) {
  // A valid proof, but of the entry beside the one that was asked for.
  EXPECT_EQ(Inclusion([this](auto& p) {
              p.set_position(3);
              p.set_leaf(leaves_[3]);
              p.set_entry_hash(merkle::ToHex(merkle::LeafHash(leaves_[3])));
              p.set_hashes(0, merkle::ToHex(merkle::LeafHash(leaves_[2])));
            }),
            ExitCode::kDataLoss);
  inclusion_request_.set_tree_size(6);
  EXPECT_EQ(Inclusion([](auto&) {}), ExitCode::kDataLoss);
  consistency_request_.set_second_tree_size(6);
  EXPECT_EQ(Consistency([](auto&) {}), ExitCode::kDataLoss);
}

TEST_F(ProofCheck, FindsARootThatIsNotTheOneKept) {
  EXPECT_EQ(Inclusion([](auto&) {}, kOtherHash), ExitCode::kDataLoss);
  EXPECT_EQ(Consistency([](auto&) {}, kOtherHash), ExitCode::kDataLoss);
}

TEST_F(ProofCheck, FindsALogThatWasRewritten) {
  EXPECT_EQ(Consistency([](auto& p) { p.set_hashes(0, kOtherHash); }), ExitCode::kDataLoss);
  EXPECT_EQ(Consistency([](auto& p) { p.mutable_second()->set_root_hash(kOtherHash); }),
            ExitCode::kDataLoss);
  EXPECT_EQ(Consistency([](auto& p) { p.mutable_hashes()->RemoveLast(); }), ExitCode::kDataLoss);
}

TEST(Root, IsAHashOrNothing) {
  EXPECT_NO_THROW(CheckRoot(""));
  EXPECT_NO_THROW(CheckRoot(kOtherHash));
  EXPECT_THROW(CheckRoot("5f0c"), Failure);
}

}  // namespace
}  // namespace gongkai::cli
