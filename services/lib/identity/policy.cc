#include "services/lib/identity/policy.h"

#include <algorithm>
#include <utility>

namespace gongkai::identity {

const Identity* Policy::Find(const base::ActorId& id) const {
  const auto it = std::ranges::lower_bound(identities_, id, {}, &Identity::id);
  return it != identities_.end() && it->id == id ? &*it : nullptr;
}

std::vector<base::ActorId> Policy::PartnersOf(const base::ActorId& id, base::Time time) const {
  std::vector<base::ActorId> partners;
  for (const RoleDelegation& delegation : delegations_) {
    if (time >= delegation.until) continue;
    if (delegation.from == id) partners.push_back(delegation.to);
    if (delegation.to == id) partners.push_back(delegation.from);
  }
  return partners;
}

machine::Actor Policy::ActorAt(const Identity& identity, base::Time time) const {
  machine::Actor actor{.id = identity.id,
                       .department = identity.department,
                       .roles = identity.RolesAt(time),
                       .on_behalf_of = identity.on_behalf_of,
                       .service = identity.service,
                       .reports_of = identity.reports_of};
  if (actor.roles != machine::Roles()) actor.supervises = identity.supervises;
  if (delegations_.empty()) return actor;
  actor.partners = PartnersOf(identity.id, time);
  for (base::ActorId& partner : PartnersOf(identity.on_behalf_of, time)) {
    actor.partners.push_back(std::move(partner));
  }
  if (identity.revoked && identity.revoked->Covers(time)) return actor;
  for (const RoleDelegation& delegation : delegations_) {
    if (delegation.to != identity.id || time >= delegation.until) continue;
    const Identity* giver = Find(delegation.from);
    if (giver == nullptr || !giver->RolesAt(time).Has(delegation.role)) continue;
    actor.roles = actor.roles | delegation.role;
    actor.delegated.push_back({.role = delegation.role,
                               .from = giver->id,
                               .department = giver->department,
                               .reports_of = giver->reports_of,
                               .partners = PartnersOf(giver->id, time)});
  }
  return actor;
}

machine::Actor Policy::ActorAt(const base::ActorId& id, base::Time time) const {
  const Identity* identity = Find(id);
  return identity == nullptr ? machine::Actor{.id = id} : ActorAt(*identity, time);
}

}  // namespace gongkai::identity
