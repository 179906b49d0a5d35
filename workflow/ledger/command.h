// What somebody asks of the ledger: one action on one subject. Its fields have been checked for
// form; whether the action is allowed is for the rules to say, against the report as it stands
// then.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "workflow/ledger/detail.h"
#include "workflow/ledger/subject.h"
#include "workflow/machine/flags.h"
#include "workflow/machine/states.h"
#include "workflow/merkle/hash.h"

namespace gongkai::ledger {

using Roles = machine::Flags<machine::Role>;

// Who acts, as the certificate and the policy say.
struct Actor {
  std::string id;            // "user/zhang-wei"
  std::string on_behalf_of;  // the person behind a bot or deputy; empty: none
  std::string via;           // the services that passed the request on, "desk,review"; empty: none
  std::string department;
  Roles roles;
  bool person = false;  // neither bot nor service
};

// What the policy asks of reviews.
struct ReviewPolicy {
  int legal_quorum = 1;  // how many different reviewers must approve in each stage
  int secrecy_quorum = 1;
  std::int64_t longest_claim_us =
      48 * std::int64_t{3'600'000'000};  // by one person, of one task, in all
};

struct Command {
  Subject subject;
  machine::Action action = machine::Action::kNone;
  Actor actor;
  ReviewPolicy policy;

  std::string request_id;               // empty: a retry is not recognized
  std::optional<merkle::Hash> request;  // digest of what was asked
  std::string etag;                     // empty: whatever the report's etag is
  std::vector<machine::State> from;     // states that are meant; empty: any
  std::optional<merkle::Hash> content;  // CREATE, EDIT: the new; else the one that is meant
  std::string corrects;                 // CREATE: {report} of `reports/{report}`; empty: none
  std::string comment;

  std::string detail;  // the bytes that are recorded
  Detail facts;        // what ReadDetail says of them
};

}  // namespace gongkai::ledger
