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
  machine::Roles roles;        // empty for a service
  base::ActorId on_behalf_of;  // the user behind a bot, or for whom a deputy acts; empty: none
  std::string service;         // which of our services this is; empty for a user or bot
  std::optional<Revocation> revoked;  // of users only

  // Returns the roles at `time`. Returns none while the key is revoked.
  machine::Roles RolesAt(base::Time time) const {
    return revoked && revoked->Covers(time) ? machine::Roles() : roles;
  }
};

// How many reviewers must approve in each stage.
struct Quorum {
  int legal = 1;
  int secrecy = 1;
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

  Quorum quorum() const { return quorum_; }
  const Opinions& opinions() const { return opinions_; }
  const Claims& claims() const { return claims_; }
  const Quotas& quotas() const { return quotas_; }
  const StageDays& stage_days() const { return stage_days_; }
  const Reassessment& reassessment() const { return reassessment_; }

  // Returns all identities, sorted by id.
  const std::vector<Identity>& identities() const { return identities_; }

 private:
  Policy() = default;

  Quorum quorum_;
  Opinions opinions_;
  Claims claims_;
  Quotas quotas_;
  StageDays stage_days_;
  Reassessment reassessment_;
  std::vector<Identity> identities_;
};

}  // namespace gongkai::identity
