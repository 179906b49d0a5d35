// What somebody asks of the ledger: one action on one report. Its fields have been checked for
// form; whether the action is allowed is for the rules to say, against the report as it stands
// then.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "workflow/error/result.h"
#include "workflow/ledger/values.h"
#include "workflow/machine/flags.h"
#include "workflow/machine/states.h"
#include "workflow/merkle/hash.h"

namespace gongkai::ledger {

using Roles = machine::Flags<machine::Role>;

// Who acts, as the certificate and the policy say.
struct Actor {
  std::string id;            // "user/zhang-wei"
  std::string on_behalf_of;  // the person behind a bot or deputy; empty: none
  std::string via;           // the stage service that passed the request on
  std::string department;
  Roles roles;
  bool person = false;  // neither bot nor service
};

// How many different reviewers must approve in each stage.
struct Quorum {
  int legal = 1;
  int secrecy = 1;
};

struct Command {
  std::string report;  // {report} of `reports/{report}`
  machine::Action action = machine::Action::kNone;
  Actor actor;
  Quorum quorum;

  std::string request_id;               // empty: a retry is not recognized
  std::optional<merkle::Hash> request;  // digest of what was asked
  std::string etag;                     // empty: whatever the report's etag is
  std::vector<machine::State> from;     // states that are meant; empty: any
  std::optional<merkle::Hash> content;  // CREATE, EDIT: the new; else the one that is meant
  std::vector<FieldViolation> missing;  // SUBMIT: what the content lacks
  Disclosure disclosure = Disclosure::kNone;
  Ground ground = Ground::kNone;
  std::string corrects;  // CREATE
  std::string comment;
  std::string authority;
  std::vector<ChecklistAnswer> checklist;
  std::int64_t planned_us = 0;
  std::int64_t claim_us = 0;  // CLAIM: for how long

  std::optional<Error> refusal;  // refused already, by a rule outside: only to be recorded
  bool validate_only = false;    // answer whether it would be refused, change nothing
};

}  // namespace gongkai::ledger
