#include "services/workflow/api/reviewers.h"

#include <set>

#include "services/workflow/api/commands.h"

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

ledger::Revocations RevocationsInForce(const identity::Policy& policy, ledger::Reader& log) {
  ledger::Revocations revocations = log.LoadRevocations();
  for (const ledger::Revocation& revocation : RevocationsOf(policy)) revocations.Add(revocation);
  return revocations;
}

}  // namespace gongkai::workflow
