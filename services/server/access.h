// Which identity may call which method: the one table, checked where every call passes. It decides
// who may ask at all; whether an action on a report is allowed is for the ledger's rules, which
// also record refusals, and which reports are visible is decided report by report.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "services/server/caller.h"
#include "services/server/policy.h"
#include "workflow/error/result.h"
#include "workflow/machine/states.h"

namespace gongkai::server {

// A caller for whom one column says yes may call the method.
struct MethodAccess {
  std::string_view method;                        // "/gongkai.intake.v1.IntakeService/CreateReport"
  RoleSet roles;                                  // whoever holds one of these
  bool any_known = false;                         // every person and bot in the policy
  std::array<std::string_view, 4> services = {};  // these, each for itself
  bool ledger_refuses = false;  // the handler asks CheckDelegation, so that a refusal is recorded
};

// One row for each method of Gongkai's API.
std::span<const MethodAccess> AccessTable();

// Errors: ASSERTION_NOT_ALLOWED as CheckDelegation says, ROLE_REQUIRED when no column of the
// method's row admits the caller. Health and reflection are for everybody; any other method without
// a row is for nobody (INTERNAL).
Status CheckAccess(const Caller& caller, std::string_view method);

// Whether this stage service may pass this action on to the ledger: intake can never assert an
// approval, nor review a publication.
bool MayAssert(std::string_view service, machine::Action action);

}  // namespace gongkai::server
