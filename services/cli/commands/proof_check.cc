#include "services/cli/commands/proof_check.h"

#include <vector>

#include "services/cli/commands/failure.h"
#include "services/cli/view/names.h"
#include "workflow/merkle/hash.h"
#include "workflow/merkle/proof.h"

namespace gongkai::cli {
namespace {

void Require(bool holds, base::BilingualView what_does_not) {
  if (holds) return;
  throw Failure(ExitCode::kDataLoss, "PROOF_INVALID", base::Bilingual(what_does_not),
                {"keep this output and the head you hold: the log may have been tampered with",
                 "请保存这份输出和您所持有的树根：台账可能被篡改"});
}

merkle::Hash HashFrom(const std::string& hex) {
  const auto hash = merkle::FromHex(hex);
  Require(hash.has_value(), {"`" + hex + "` is no hash", "`" + hex + "` 不是散列值"});
  return *hash;
}

std::vector<merkle::Hash> HashesFrom(const google::protobuf::RepeatedPtrField<std::string>& texts) {
  std::vector<merkle::Hash> hashes;
  for (const std::string& text : texts) hashes.push_back(HashFrom(text));
  return hashes;
}

void RequireRoot(const std::string& root, const audit::v1::TreeHead& head) {
  const std::string size = std::to_string(head.tree_size());
  Require(root.empty() || root == head.root_hash(),
          {"the root at " + size + " entries is " + head.root_hash() + ", not " + root,
           size + " 个条目的树根是 " + head.root_hash() + "，不是 " + root});
}

}  // namespace

void CheckRoot(const std::string& root) {
  if (root.empty() || merkle::FromHex(root)) return;
  throw UsageError({"--root " + root + " is not 64 lower-case hex digits",
                    "--root " + root + " 不是 64 位小写十六进制数字"});
}

audit::v1::Leaf CheckInclusion(const audit::v1::InclusionProof& proof,
                               const audit::v1::GetInclusionProofRequest& request,
                               const std::string& root) {
  const audit::v1::TreeHead& head = proof.tree_head();
  Require(EntryName(std::to_string(proof.position())) == request.name() &&
              (request.tree_size() == 0 || request.tree_size() == head.tree_size()),
          {"the proof is of another entry or tree than was asked for",
           "证明所涉的条目或树不是所请求的"});
  RequireRoot(root, head);

  const merkle::Hash leaf_hash = merkle::LeafHash(proof.leaf());
  Require(merkle::ToHex(leaf_hash) == proof.entry_hash(),
          {"the entry's bytes have another hash", "条目字节的散列值不同"});
  Require(merkle::VerifyInclusion(leaf_hash, static_cast<std::uint64_t>(proof.position()),
                                  static_cast<std::uint64_t>(head.tree_size()),
                                  HashesFrom(proof.hashes()), HashFrom(head.root_hash())),
          {"the proof does not lead from the entry to the root", "从条目出发，证明得不到树根"});

  audit::v1::Leaf leaf;
  Require(leaf.ParseFromString(proof.leaf()) &&
              leaf.index_plus_one() == static_cast<std::uint64_t>(proof.position()) + 1,
          {"the entry's bytes say that they are another entry", "条目的字节表明它是另一个条目"});
  return leaf;
}

void CheckConsistency(const audit::v1::ConsistencyProof& proof,
                      const audit::v1::GetConsistencyProofRequest& request,
                      const std::string& root) {
  const audit::v1::TreeHead& first = proof.first();
  const audit::v1::TreeHead& second = proof.second();
  Require(first.tree_size() == request.first_tree_size() &&
              (request.second_tree_size() == 0 || request.second_tree_size() == second.tree_size()),
          {"the proof is of other trees than were asked for", "证明所涉的树不是所请求的"});
  RequireRoot(root, first);
  Require(merkle::VerifyConsistency(static_cast<std::uint64_t>(first.tree_size()),
                                    static_cast<std::uint64_t>(second.tree_size()),
                                    HashesFrom(proof.hashes()), HashFrom(first.root_hash()),
                                    HashFrom(second.root_hash())),
          {"the larger log does not begin with the smaller one", "较大的台账不以较小的台账开头"});
}

}  // namespace gongkai::cli
