#include "services/workflow/proofs.h"

#include <string>

#include "workflow/error/errors.h"
#include "workflow/merkle/proof.h"

namespace gongkai::workflow {
namespace {

Result<std::uint64_t> SizeOrNewest(LogReader::Nodes& nodes, std::uint64_t asked) {
  const std::uint64_t newest = nodes.Size();
  if (asked > newest) return errors::TreeSizeBeyondLog(asked, newest);
  return asked == 0 ? newest : asked;
}

Head RootOf(LogReader::Nodes& nodes, std::uint64_t size) {
  return {size, merkle::RootAt(size, [&nodes](merkle::NodeId node) { return nodes.Read(node); })};
}

}  // namespace

Result<Head> HeadAt(LogReader& log, std::uint64_t size) {
  LogReader::Nodes nodes = log.ReadNodes();
  const Result<std::uint64_t> actual = SizeOrNewest(nodes, size);
  if (!actual) return actual.error();
  return RootOf(nodes, *actual);
}

Result<Inclusion> ProveInclusion(LogReader& log, std::uint64_t index, const merkle::Hash& leaf,
                                 std::uint64_t size) {
  LogReader::Nodes nodes = log.ReadNodes();
  const Result<std::uint64_t> actual = SizeOrNewest(nodes, size);
  if (!actual) return actual.error();
  if (*actual <= index) {
    return errors::InvalidField("tree_size", "Must be larger than the entry's position.");
  }
  Inclusion inclusion{.head = RootOf(nodes, *actual)};
  inclusion.proof = merkle::InclusionProof(
      index, *actual, [&nodes](merkle::NodeId node) { return nodes.Read(node); });
  if (!merkle::VerifyInclusion(leaf, index, *actual, inclusion.proof, inclusion.head.root)) {
    return errors::LogCorrupt("entries/" + std::to_string(index) + " is not in the tree.");
  }
  return inclusion;
}

Result<Consistency> ProveConsistency(LogReader& log, std::uint64_t first, std::uint64_t second) {
  LogReader::Nodes nodes = log.ReadNodes();
  const Result<std::uint64_t> actual = SizeOrNewest(nodes, second);
  if (!actual) return actual.error();
  if (first > *actual) {
    if (second == 0) return errors::TreeSizeBeyondLog(first, *actual);
    return errors::InvalidField("second_tree_size", "Must not be less than first_tree_size.");
  }
  Consistency consistency{.first = RootOf(nodes, first), .second = RootOf(nodes, *actual)};
  consistency.proof = merkle::ConsistencyProof(
      first, *actual, [&nodes](merkle::NodeId node) { return nodes.Read(node); });
  if (!merkle::VerifyConsistency(first, *actual, consistency.proof, consistency.first.root,
                                 consistency.second.root)) {
    return errors::LogCorrupt("an earlier tree is not a prefix of the newest.");
  }
  return consistency;
}

}  // namespace gongkai::workflow
