// Who acts: a person, a bot or one of our services.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/actor_id.h"
#include "workflow/machine/flags.h"
#include "workflow/machine/states.h"

namespace gongkai::machine {

using Roles = Flags<Role>;

// A role that somebody has handed to a person for a time, by the policy.
struct DelegatedRole {
  Role role = Role::kNone;
  base::ActorId from;                   // who holds the role, and for whom the person acts in it
  std::string department;               // of `from`
  std::vector<std::string> reports_of;  // of `from`, as Actor::reports_of
  std::vector<base::ActorId> partners;  // of `from`, as Actor::partners

  friend bool operator==(const DelegatedRole&, const DelegatedRole&) = default;
};

// Says who acts, by the certificate and by the policy. Who calls a service is the actor of the
// entry that the call leaves in the ledger. No field comes from the body of a request.
struct Actor {
  base::ActorId id;
  std::string department;      // empty for a service
  Roles roles;                 // at the time of the call, with those delegated; empty for a service
  base::ActorId on_behalf_of;  // the user behind a bot, or for whom a deputy acts; empty: none
  std::string service;         // "intake" if the actor is that service itself; else empty
  std::string via;             // the services that passed the call on, in order: "desk,review";
                               // the last one sent it; empty: direct
  std::vector<std::string> reports_of;  // departments on whose reports a reviewer or signatory
                                        // decides; empty: all
  Roles supervises;                     // roles whose holders' claims the actor may take over
  std::vector<DelegatedRole> delegated;
  std::vector<base::ActorId>
      partners;  // from whom the actor, or the person for whom the actor acts,
                 // has a role, or to whom they have delegated one

  bool IsService() const { return id.kind() == base::ActorKind::kService; }

  // Returns the service that sent the call, for itself or for somebody: "intake". Returns an empty
  // text if no service did. Valid as long as the actor.
  std::string_view Sender() const;

  // Returns the actor as it acts in `role`: on behalf of whoever delegated the role, for that person's
  // department, and on the reports on which that person decides. What counts as that person's work
  // counts as the actor's, too.
  Actor In(Role role) const;

  // Returns the departments on whose reports the actor decides in `role`; empty: all. Valid as long
  // as the actor.
  const std::vector<std::string>& ReportsOf(Role role) const;

  // Returns whether the work of `other` counts as the actor's own: it is the actor, the person for whom
  // the actor acts, or a partner.
  bool SharesWorkWith(const base::ActorId& other) const;

  friend bool operator==(const Actor&, const Actor&) = default;
};

}  // namespace gongkai::machine
