// Who acts: a person, a bot or one of our services.
#pragma once

#include <string>
#include <string_view>

#include "workflow/base/actor_id.h"
#include "workflow/machine/flags.h"
#include "workflow/machine/states.h"

namespace gongkai::machine {

using Roles = Flags<Role>;

// Says who acts, by the certificate and by the policy. Who calls a service is the actor of the
// entry that the call leaves in the ledger. No field comes from the body of a request.
struct Actor {
  base::ActorId id;
  std::string department;      // empty for a service
  Roles roles;                 // those at the time of the call; empty for a service
  base::ActorId on_behalf_of;  // the user behind a bot, or for whom a deputy acts; empty: none
  std::string service;         // "intake" if the actor is that service itself; else empty
  std::string via;             // the services that passed the call on, in order: "desk,review";
                               // the last one sent it; empty: direct

  bool IsService() const { return id.kind() == base::ActorKind::kService; }

  // Returns the service that sent the call, for itself or for somebody: "intake". Returns an empty
  // text if no service did. Valid as long as the actor.
  std::string_view Sender() const;

  friend bool operator==(const Actor&, const Actor&) = default;
};

}  // namespace gongkai::machine
