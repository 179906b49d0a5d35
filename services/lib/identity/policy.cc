#include "services/lib/identity/policy.h"

#include <algorithm>

namespace gongkai::identity {

const Identity* Policy::Find(const base::ActorId& id) const {
  const auto it = std::ranges::lower_bound(identities_, id, {}, &Identity::id);
  return it != identities_.end() && it->id == id ? &*it : nullptr;
}

}  // namespace gongkai::identity
