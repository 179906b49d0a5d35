// audit head, proof, consistency: nothing of a proof is believed before it is verified here.
#include <iostream>
#include <optional>
#include <vector>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/proof_check.h"
#include "services/cli/view/entry_view.h"
#include "services/cli/view/json.h"
#include "services/cli/view/names.h"
#include "services/cli/view/text.h"
#include "services/cli/view/words.h"
#include "services/lib/client/client.h"

namespace gongkai::cli {
namespace {

using audit::v1::AuditService;
using AuditClient = client::Client<AuditService>;

struct NoArgs {};

void Head(Session& session, const NoArgs&) {
  AuditClient audit(session.connection, client::Peer::kWorkflow);
  const auto head = audit.Call(&AuditService::Stub::GetTreeHead, {});
  if (session.json) {
    std::cout << ToJson(head);
    return;
  }
  PrintFields({{"entries", std::to_string(head.tree_size())}, {"root", head.root_hash()}},
              session.out, std::cout);
}

// What a root is worth as evidence.
std::string Against(const std::string& root, bool given_by_user) {
  return "verified against root " + root +
         (given_by_user ? ", which you gave" : ", given by the same server");
}

struct ProofArgs {
  std::string entry;
  std::int64_t tree_size = 0;
  std::string root;
};

void Prove(Session& session, const ProofArgs& args) {
  CheckRoot(args.root);
  audit::v1::GetInclusionProofRequest request;
  request.set_name(EntryName(args.entry));
  request.set_tree_size(args.tree_size);
  AuditClient audit(session.connection, client::Peer::kWorkflow);
  const auto proof = audit.Call(&AuditService::Stub::GetInclusionProof, request);
  const audit::v1::Leaf leaf = CheckInclusion(proof, request, args.root);
  if (session.json) {
    std::cout << ToJson(proof);
    return;
  }
  std::cout << request.name() << " is in the tree of " << proof.tree_head().tree_size()
            << " entries: "
            << Paint(Against(proof.tree_head().root_hash(), !args.root.empty()), Style::kGood,
                     session.out)
            << '\n';
  // From the bytes that were hashed, not from what the server says of them.
  PrintFields({{"subject", leaf.subject()},
               {"who", leaf.actor()},
               {"action", Label(static_cast<workflow::v1::Action>(leaf.action()))},
               {"leads to", Label(static_cast<workflow::v1::State>(leaf.to_state()))},
               {"hash", proof.entry_hash()}},
              session.out, std::cout);
}

struct ConsistencyArgs {
  std::int64_t first = 0;
  std::int64_t second = 0;
  std::string root;
};

void ProveConsistency(Session& session, const ConsistencyArgs& args) {
  CheckRoot(args.root);
  audit::v1::GetConsistencyProofRequest request;
  request.set_first_tree_size(args.first);
  request.set_second_tree_size(args.second);
  AuditClient audit(session.connection, client::Peer::kWorkflow);
  const auto proof = audit.Call(&AuditService::Stub::GetConsistencyProof, request);
  CheckConsistency(proof, request, args.root);
  if (session.json) {
    std::cout << ToJson(proof);
    return;
  }
  std::cout << "the log of " << proof.second().tree_size() << " entries begins with that of "
            << proof.first().tree_size() << ", unchanged: "
            << Paint(Against(proof.first().root_hash(), !args.root.empty()), Style::kGood,
                     session.out)
            << '\n';
  PrintFields({{"new root", proof.second().root_hash()}}, session.out, std::cout);
}

}  // namespace

void AddProofCommands(CLI::App& audit, Session& session) {
  AddCommand<NoArgs>(audit, session, "head", "Show the size and root of the tree; keep them",
                     "gongkai audit head --json > head.json", Head);

  const auto [proof, proof_args] = AddCommand<ProofArgs>(
      audit, session, "proof", "Get the proof that an entry is in the log, and verify it here",
      "gongkai audit proof 17\n"
      "gongkai audit proof 17 --tree-size 1200 --root 5f0c…",
      Prove);
  AddPositional(proof, "POSITION", proof_args.entry, "The entry's position");
  AddNumber(proof, "--tree-size", proof_args.tree_size, {1}, "In the tree of so many entries");
  AddText(proof, "--root", proof_args.root, "HASH", "Verify against this root, kept from before")
      ->needs("--tree-size");

  const auto [consistency, args] = AddCommand<ConsistencyArgs>(
      audit, session, "consistency",
      "Get the proof that nothing was changed since the log had FIRST entries, and verify it here",
      "gongkai audit consistency 1200 --root 5f0c…\n"
      "gongkai audit consistency 1200 5000",
      ProveConsistency);
  AddNumber(consistency, "FIRST", args.first, {1}, "The smaller size")->required();
  AddNumber(consistency, "SECOND", args.second, {1}, "The larger size; the newest when left out");
  AddText(consistency, "--root", args.root, "HASH", "The root at FIRST, kept from before");
}

}  // namespace gongkai::cli
