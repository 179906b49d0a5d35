// The policy: every identity that the system knows, with the department and the roles. The policy
// says who may do what. deploy/policy.yaml explains the form of the policy file.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/actor_id.h"
#include "workflow/base/digest.h"
#include "workflow/base/time.h"
#include "workflow/error/result.h"
#include "workflow/machine/actor.h"

namespace gongkai::identity {

// The time in which a key was not in the hands of its owner alone. What the key approved in that
// time does not count.
struct Revocation {
  base::Time since{};
  std::optional<base::Time> until;  // later than since; nothing: for ever

  // Returns whether the time is within [since, until).
  bool Covers(base::Time time) const { return time >= since && (!until || time < *until); }
};

// A person, a bot or a service.
struct Identity {
  base::ActorId id;
  std::string department;      // empty for a service
  machine::Roles roles;        // empty for a service; without those delegated
  base::ActorId on_behalf_of;  // the user behind a bot, or for whom a deputy acts; empty: none
  std::string service;         // which of our services this is; empty for a user or bot
  std::optional<Revocation> revoked;  // of users only
  // The departments on whose reports a reviewer or signatory decides; empty: all.
  std::vector<std::string> reports_of;
  machine::Roles supervises;  // roles whose holders' claims the identity may take over

  // Returns the identity's own roles at `time`. Returns none while the key is revoked.
  machine::Roles RolesAt(base::Time time) const {
    return revoked && revoked->Covers(time) ? machine::Roles() : roles;
  }
};

// A role that a person hands to another person for a time (授权).
struct RoleDelegation {
  base::ActorId from;  // holds the role
  base::ActorId to;    // acts in it for `from`
  machine::Role role = machine::Role::kNone;
  base::Time until{};  // the end, exclusive
  base::ActorId by;    // who decided it
};

// How many reviewers must approve in each stage. Of a report that several departments issue, also
// reviewers of how many different departments.
struct Quorum {
  int legal = 1;
  int secrecy = 1;
  int legal_departments = 1;
  int secrecy_departments = 1;
};

// Whose opinions a report needs beside the reviewers'.
struct Opinions {
  bool head = false;  // of the department that files it: endorses before it is submitted
  bool co_issuing_heads = false;  // of the departments that issue it, too: the same
  bool signatory = false;         // signs before it is published or filed
};

// The limits of claims.
struct Claims {
  std::chrono::hours longest{48};  // how long one person may hold one task, in all
};

// Within how many working days a stage decides, from the day after the report has come to it; 0: the
// stage has no term.
struct StageDays {
  int legal = 0;
  int secrecy = 0;
  int clearance = 0;  // to sign, publish or file what is CLEARED
  int near = 1;       // with how many working days left the term of a stage is near
};

// When a decision not to publish a report is looked at again.
struct Reassessment {
  std::chrono::days after{365};  // the decision
};

// The limits of use.
struct Quotas {
  std::int64_t department_bytes = std::int64_t{10} << 30;  // what one department may store
  std::int64_t changes_per_minute = 120;                   // of one person
};

// An immutable policy. Parse checks the policy as a whole: a policy that contradicts itself does
// not parse.
class Policy {
 public:
  // Returns the policy in the text of a whole file, of at most 1 MiB. Errors: INVALID_FIELD (the
  // message names the line and the rule).
  static Result<Policy> Parse(std::string_view yaml);

  // Returns the identity with this id, or null. The pointer is valid as long as the policy.
  const Identity* Find(const base::ActorId& id) const;

  // Returns who the identity is as an actor at `time`, with the roles that are delegated to it. A
  // delegated role ends with its time, and while its giver's key is revoked.
  machine::Actor ActorAt(const Identity& identity, base::Time time) const;

  // Returns the same of the identity with this id. Returns an actor without department and roles if
  // there is none.
  machine::Actor ActorAt(const base::ActorId& id, base::Time time) const;

  // Returns the whole text of the file, and its SHA-256.
  const std::string& text() const { return text_; }
  const base::Digest& digest() const { return digest_; }

  Quorum quorum() const { return quorum_; }
  const Opinions& opinions() const { return opinions_; }
  const Claims& claims() const { return claims_; }
  const Quotas& quotas() const { return quotas_; }
  const StageDays& stage_days() const { return stage_days_; }
  const Reassessment& reassessment() const { return reassessment_; }

  // Returns all identities, sorted by id.
  const std::vector<Identity>& identities() const { return identities_; }

  // Returns all delegations, also those that have ended.
  const std::vector<RoleDelegation>& delegations() const { return delegations_; }

 private:
  Policy() = default;

  // Returns from whom `id` has a role by a delegation that lasts at `time`, and to whom `id` has
  // delegated one.
  std::vector<base::ActorId> PartnersOf(const base::ActorId& id, base::Time time) const;

  Quorum quorum_;
  Opinions opinions_;
  Claims claims_;
  Quotas quotas_;
  StageDays stage_days_;
  Reassessment reassessment_;
  std::vector<Identity> identities_;
  std::vector<RoleDelegation> delegations_;
  std::string text_;
  base::Digest digest_;
};

}  // namespace gongkai::identity
