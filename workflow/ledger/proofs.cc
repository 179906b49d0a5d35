#include "workflow/ledger/proofs.h"

#include <memory>
#include <optional>
#include <string>

#include "workflow/error/errors.h"
#include "workflow/merkle/proof.h"

namespace gongkai::ledger {
namespace {

// The trees of the log, of one moment. The right edge of the newest is part of what is stored of
// it: so its root, and every proof's way along that edge, needs no nodes.
class Trees {
 public:
  explicit Trees(Reader& log) : newest_(log.ReadTree()) {}

  // What a size stands for.
  Result<std::uint64_t> SizeOf(std::uint64_t asked) const {
    const std::uint64_t newest = newest_->frontier().size();
    if (asked > newest) return errors::TreeSizeBeyondLog(asked, newest);
    return asked == 0 ? newest : asked;
  }

  merkle::TreeHead HeadOf(std::uint64_t size) { return {size, merkle::RootAt(size, reader())}; }

  // Valid while this is.
  merkle::ReadNode reader() {
    return [this](merkle::NodeId node) {
      const std::optional<merkle::Hash> edge = newest_->frontier().Find(node);
      return edge ? *edge : newest_->ReadNode(node);
    };
  }

 private:
  const std::unique_ptr<TreeSnapshot> newest_;
};

}  // namespace

Result<merkle::TreeHead> HeadAt(Reader& log, std::uint64_t size) {
  Trees trees(log);
  const Result<std::uint64_t> actual = trees.SizeOf(size);
  if (!actual) return actual.error();
  return trees.HeadOf(*actual);
}

Result<Inclusion> ProveInclusion(Reader& log, base::EntryIndex index, const merkle::Hash& leaf,
                                 std::uint64_t size) {
  Trees trees(log);
  const Result<std::uint64_t> actual = trees.SizeOf(size);
  if (!actual) return actual.error();
  if (*actual <= ToNumber(index)) {
    return errors::InvalidField(
        "tree_size", {"Must be larger than the entry's position.", "必须大于条目的位置。"});
  }
  Inclusion inclusion{.head = trees.HeadOf(*actual),
                      .proof = merkle::InclusionProof(ToNumber(index), *actual, trees.reader())};
  if (!merkle::VerifyInclusion(leaf, ToNumber(index), *actual, inclusion.proof,
                               inclusion.head.root)) {
    return errors::LogCorrupt(EntryName(index) + " is not in the tree.");
  }
  return inclusion;
}

Result<Consistency> ProveConsistency(Reader& log, std::uint64_t first, std::uint64_t second) {
  Trees trees(log);
  const Result<std::uint64_t> actual = trees.SizeOf(second);
  if (!actual) return actual.error();
  if (first > *actual) {
    if (second == 0) return errors::TreeSizeBeyondLog(first, *actual);
    return errors::InvalidField("second_tree_size", {"Must not be less than first_tree_size.",
                                                     "不得小于 first_tree_size。"});
  }
  Consistency consistency{.first = trees.HeadOf(first),
                          .second = trees.HeadOf(*actual),
                          .proof = merkle::ConsistencyProof(first, *actual, trees.reader())};
  if (!merkle::VerifyConsistency(first, *actual, consistency.proof, consistency.first.root,
                                 consistency.second.root)) {
    return errors::LogCorrupt("an earlier tree is not a prefix of the newest.");
  }
  return consistency;
}

}  // namespace gongkai::ledger
