// Holds the access table: which identity may call which method. Every call is checked against this
// table. The table decides only who may call. The rules of the ledger decide whether an action on a
// report is allowed, and record refusals. Which reports a caller sees is decided for each report.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "services/lib/identity/policy.h"
#include "workflow/error/result.h"
#include "workflow/machine/actor.h"

namespace gongkai::identity {

// A row of the access table. A caller may call the method if at least one column admits the caller.
struct MethodAccess {
  std::string_view method;                        // "/gongkai.intake.v1.IntakeService/CreateReport"
  machine::Roles roles;                           // persons and bots with at least one of these
  bool any_known = false;                         // every person and bot of the policy
  std::array<std::string_view, 4> services = {};  // these services, in their own name
  // Persons and bots only by way of a service that the delegation table lists for the method.
  bool by_service_only = false;
  // The handler calls CheckDelegation itself, so that the ledger records a refusal.
  bool ledger_refuses = false;
};

// Returns the access table. The table has one row for each method of the API of Gongkai.
std::span<const MethodAccess> AccessTable();

// Returns OK if the access table admits `caller` to `method`. Everybody may call health and
// reflection. Nobody may call any other method without a row (INTERNAL). CheckDelegation runs
// first, unless the row has `ledger_refuses`.
// Errors: ASSERTION_NOT_ALLOWED, SERVICE_ONLY, ROLE_REQUIRED, INTERNAL.
Status CheckAccess(const machine::Actor& caller, std::string_view method);

// Returns whether the stage service may pass the action on to the ledger. For example, intake may
// never assert an approval, and review may never assert a publication.
bool MayAssert(std::string_view service, machine::Action action);

}  // namespace gongkai::identity
