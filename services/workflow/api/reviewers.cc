#include "services/workflow/api/reviewers.h"

#include <utility>

#include "workflow/ledger/authorship.h"

namespace gongkai::workflow {

std::vector<machine::Actor> HoldersOf(const identity::Policy& policy, machine::Role role,
                                      base::Time now) {
  std::vector<machine::Actor> holders;
  for (const identity::Identity& identity : policy.identities()) {
    if (identity.id.kind() != base::ActorKind::kUser) continue;
    const machine::Roles roles = identity.RolesAt(now);
    if (!roles.Has(role)) continue;
    holders.push_back({.id = identity.id,
                       .department = identity.department,
                       .roles = roles,
                       .on_behalf_of = identity.on_behalf_of});
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
