// Turns requests of the API into commands of the ledger.
#pragma once

#include <optional>
#include <vector>

#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/lib/identity/policy.h"
#include "services/lib/rpc/call.h"
#include "workflow/error/result.h"
#include "workflow/ledger/command.h"

namespace gongkai::workflow {

// Returns the caller as the viewer of records. A service that reads for itself, where the access
// table allows the call, sees every record, as an auditor does.
machine::Actor ViewerOf(const machine::Actor& caller);
// Returns the quorums and the longest claim of the policy.
ledger::ReviewPolicy ReviewPolicyOf(const identity::Policy& policy);

// Returns what the policy revokes.
std::vector<ledger::Revocation> RevocationsOf(const identity::Policy& policy);

// States whether a command must have the content of its CREATE or EDIT and the detail of its
// action. With kPartial, both may be absent.
enum class Completeness { kWhole, kPartial };

// Returns the command, after a check of its fields against the limits that the proto states.
// Errors: INVALID_FIELD, INTERNAL.
Result<ledger::Command> ReadCommand(const v1::Command& request, const machine::Actor& caller,
                                    const identity::Policy& policy, Completeness completeness);

// Returns why the caller may not ask the ledger for this action, whatever the report; nullopt if
// nothing forbids the call. Either no service sent the call, or the service may not speak for the
// caller on this method, or the action is not one of the service's own.
// Errors: SERVICE_ONLY, ASSERTION_NOT_ALLOWED.
std::optional<Error> RefuseAssertion(const v1::Command& command, const rpc::Call& call);

// Returns why the service that sent the call may not assert the action, whoever the service speaks
// for. Returns nullopt if nothing forbids the action, and for an action outside the enum, which
// ReadCommand rejects.
// Errors: SERVICE_ONLY, ASSERTION_NOT_ALLOWED.
std::optional<Error> RefuseForeignAction(const v1::Command& command, const rpc::Call& call);

// Returns the reason of the refusal that a stage service asks to record, or nullopt if the service
// asks for the ledger's own reason.
// Errors: INVALID_FIELD.
Result<std::optional<Reason>> ReadRefusal(const v1::RecordRefusalRequest& request);

}  // namespace gongkai::workflow
