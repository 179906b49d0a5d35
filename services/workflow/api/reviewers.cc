#include "services/workflow/api/reviewers.h"

#include <set>
#include <utility>

#include "workflow/ledger/authorship.h"

namespace gongkai::workflow {

std::vector<machine::Actor> HoldersOf(const identity::Policy& policy, machine::Role role,
                                      base::Time now) {
  std::set<base::ActorId> receivers;
  for (const identity::RoleDelegation& delegation : policy.delegations()) {
    if (delegation.role == role) receivers.insert(delegation.to);
  }
  std::vector<machine::Actor> holders;
  for (const identity::Identity& identity : policy.identities()) {
    if (identity.id.kind() != base::ActorKind::kUser) continue;
    if (!identity.roles.Has(role) && !receivers.contains(identity.id)) continue;
    const machine::Actor actor = policy.ActorAt(identity, now);
    if (actor.roles.Has(role)) holders.push_back(actor.In(role));
  }
  return holders;
}

ledger::Reviewers ReviewersOf(const identity::Policy& policy, ledger::Reader& log,
                              const ledger::Record& record, const ledger::Revocations& revocations,
                              base::Time now) {
  const std::vector<base::ActorId> authors = ledger::AuthorsOf(log, record);
  const auto find = [&](machine::Role role) {
    std::vector<ledger::Candidate> candidates;
    for (machine::Actor& actor : HoldersOf(policy, role, now)) {
      const bool author = ledger::IsOneOf(authors, actor);
      const bool revoked =
          revocations.IsRevoked(actor.id, now) || revocations.IsRevoked(actor.on_behalf_of, now);
      candidates.push_back({.actor = std::move(actor), .author = author, .revoked = revoked});
    }
    return candidates;
  };
  return {.legal = find(machine::Role::kLegalReviewer),
          .secrecy = find(machine::Role::kSecrecyReviewer)};
}

}  // namespace gongkai::workflow
