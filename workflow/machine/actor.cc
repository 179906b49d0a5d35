#include "workflow/machine/actor.h"

#include <algorithm>

namespace gongkai::machine {
namespace {

// Returns the delegation from which the actor has the role, or null.
const DelegatedRole* FindDelegated(const Actor& actor, Role role) {
  const auto found = std::ranges::find(actor.delegated, role, &DelegatedRole::role);
  return found == actor.delegated.end() ? nullptr : &*found;
}

}  // namespace

std::string_view Actor::Sender() const {
  if (IsService()) return service;
  return std::string_view(via).substr(via.rfind(',') + 1);  // npos + 1 is 0
}

Actor Actor::In(Role role) const {
  Actor acting = *this;
  if (const DelegatedRole* handed = FindDelegated(*this, role)) {
    acting.on_behalf_of = handed->from;
    acting.department = handed->department;
    acting.reports_of = handed->reports_of;
    acting.partners.insert(acting.partners.end(), handed->partners.begin(), handed->partners.end());
  }
  return acting;
}

const std::vector<std::string>& Actor::ReportsOf(Role role) const {
  const DelegatedRole* handed = FindDelegated(*this, role);
  return handed == nullptr ? reports_of : handed->reports_of;
}

bool Actor::SharesWorkWith(const base::ActorId& other) const {
  return !other.empty() && (other == id || other == on_behalf_of ||
                            std::ranges::find(partners, other) != partners.end());
}

}  // namespace gongkai::machine
