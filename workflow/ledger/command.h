// A request to the ledger: one action of one actor on one subject. The form of the fields is
// checked before. The rules decide whether the action is allowed, when the command is applied.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "workflow/base/digest.h"
#include "workflow/base/report_id.h"
#include "workflow/ledger/detail.h"
#include "workflow/ledger/subject.h"
#include "workflow/machine/actor.h"
#include "workflow/machine/states.h"

namespace gongkai::ledger {

using machine::Actor;
using machine::Roles;

// Holds the policy's requirements for reviews.
struct ReviewPolicy {
  int legal_quorum = 1;    // number of different reviewers who must approve in the legal stage
  int secrecy_quorum = 1;  // the same for the secrecy stage
  // Of a report that several departments issue: number of different departments of which somebody must
  // approve, in each stage.
  int legal_departments = 1;
  int secrecy_departments = 1;
  std::chrono::hours longest_claim{48};  // for one person and one task, since the first claim
  // Whose opinions a report needs beside the reviewers': the head's of the department that files it,
  // before it is submitted; the heads' of the departments that issue it, too; and the signatory's,
  // before it is published or filed.
  bool head_endorses = false;
  bool co_issuing_heads_endorse = false;
  bool signatory_signs = false;
  std::optional<base::Digest> digest;  // of the policy's file; nullopt: the log keeps none
};

// Holds one request to the ledger.
struct Command {
  Subject subject;
  machine::Action action = machine::Action::kNone;
  Actor actor;
  ReviewPolicy policy;

  std::string request_id;               // empty: a retry is not recognized
  std::optional<base::Digest> request;  // digest of the request
  std::string etag;                     // that the report must have; empty: any
  std::vector<machine::State> from;     // states that the report may be in; empty: any
  std::optional<base::Digest> content;  // CREATE, EDIT: new digest; else the digest that was read
  base::ReportId corrects;              // CREATE: the corrected report; empty: none
  std::string comment;

  std::string detail;  // bytes of the entry's detail
  Detail facts;        // result of ReadDetail(action, detail)
};

}  // namespace gongkai::ledger
